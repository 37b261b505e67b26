import type { LedgerAccount, PostingStep } from '@makewhole/domain/postings';
import type { FlowPosting } from './flow-facts.ts';

type Undoable = Extract<PostingStep, `undo_${string}`> extends `undo_${infer Step}` ? Step : never;

/** How much of a step stands in an account, after what undid it: signed, minor units. */
export function standing(postings: readonly FlowPosting[], step: Undoable, account: LedgerAccount): number {
  return entriesOf(postings, [step, `undo_${step}`], account);
}

export function everPosted(
  postings: readonly FlowPosting[],
  step: PostingStep,
  account: LedgerAccount,
): number {
  return entriesOf(postings, [step], account);
}

/** The day on which the money of a step last moved, YYYY-MM-DD; null if it never did. */
export function lastDayOf(postings: readonly FlowPosting[], step: PostingStep): string | null {
  return postings.findLast((posting) => posting.step === step)?.effectiveOn ?? null;
}

function entriesOf(
  postings: readonly FlowPosting[],
  steps: readonly PostingStep[],
  account: LedgerAccount,
): number {
  return postings
    .filter(({ step }) => steps.includes(step))
    .flatMap(({ entries }) => entries)
    .filter((entry) => entry.account === account)
    .reduce((total, { amount }) => total + amount, 0);
}
