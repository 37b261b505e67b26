import type { refunds } from '@makewhole/db/schema/refunds';

export const INVARIANTS = {
  I1: 'at most one processor refund per refund, exactly one for a succeeded one; per payment at most one that pays',
  I2: 'each posting balances and is there once; the books are those of the status; clearing is zero at closing; trust money that is owed is held',
  I3: 'every accepted refund ends, or an open obligation names who must act',
  I4: 'database, workflow and processor say the same; a reconciliation of everything at the end finds nothing else',
  I5: 'one logical email for each refund, user and event; each that was sent arrived, none that nobody noted, and everybody on the matter has theirs, or somebody heard that they could not',
  I6: 'the chain of events verifies, and so does the whole trail, offline',
  I7: 'no workflow task failed for nondeterminism',
  I8: 'whatever is owed was told to a person who may do it, within minutes',
  I9: 'no workflow takes more than a hundred steps of its own in any minute',
  I10: 'each payment has its receipt in the books, and these have in both accounts what a bank has that saw the money move, but for what is owed by name; what each matter has in trust is what the ledger owes on it, and none is negative without an open task to replenish it',
} as const;
export type InvariantName = keyof typeof INVARIANTS;

export type Violation = { readonly invariant: InvariantName; readonly what: string };

/** What is asked about: a refund as its row has it. */
export type RefundRow = typeof refunds.$inferSelect;
