import { createContext } from 'svelte';

/** What every page needs to know of the firm that the person works for. */
export type Firm = { readonly name: string; readonly timeZone: string };

/** The firm, as a function so that readers follow its changes. */
export const [getFirm, setFirm] = createContext<() => Firm>();
