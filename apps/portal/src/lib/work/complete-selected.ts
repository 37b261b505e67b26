import type { Selected } from './batch-form.ts';

export type Refused = Selected & { readonly why: string };

export type Settled =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: { readonly status: number; readonly detail: string } };

export type BatchOutcome = {
  readonly done: number;
  /** Each of these is unchanged. */
  readonly refused: readonly Refused[];
  /** The API was down: the page shows as much as is known. */
  readonly isAway: boolean;
};

/** One by one, whatever the result of the others; stops after one that got no answer. */
export async function completeSelected(
  selected: readonly Selected[],
  settle: (one: Selected) => Promise<Settled>,
): Promise<BatchOutcome> {
  const refused: Refused[] = [];
  let isAway = false;
  for (const one of selected) {
    const outcome: Settled | null = isAway ? null : await settle(one);
    if (outcome === null) refused.push({ ...one, why: 'Not sent: the one before it got no answer.' });
    else if (!outcome.ok) {
      refused.push({ ...one, why: outcome.problem.detail });
      isAway = outcome.problem.status >= 500;
    }
  }
  return { done: selected.length - refused.length, refused, isAway };
}
