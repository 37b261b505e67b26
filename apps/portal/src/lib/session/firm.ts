import { createContext } from 'svelte';

/** What every page needs to know about the person's firm. */
export type Firm = { readonly name: string; readonly timeZone: string };

/** The firm, as a function so that readers track its changes. */
export const [getFirm, setFirm] = createContext<() => Firm>();
