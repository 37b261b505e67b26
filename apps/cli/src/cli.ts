import type { Output } from './output.ts';

/** What each command gets: how to print, known once its options are read. */
export type Cli = { readonly output: () => Output };
