// The queue as cases: everything that is owed about one payment is one row, with its next step.
import { TRUST_MOVES, maySettle } from '@makewhole/domain/obligations';
import type { Action } from '@makewhole/domain/roles';
import type { QueuedObligation } from '#lib/api-types.ts';

export type WorkCase = {
  /** The payment's transaction ID, or the ID of a task that is about no payment. */
  readonly key: string;
  /** What to do next: the first task that the viewer may complete, else the first. */
  readonly next: QueuedObligation;
  /** All its open tasks that the list has, in the order of work. */
  readonly tasks: readonly QueuedObligation[];
};

/** The case that a task belongs to. */
export function caseKeyOf({ id, transactionId }: Pick<QueuedObligation, 'id' | 'transactionId'>): string {
  return transactionId === '' ? id : transactionId;
}

/** In the order of the tasks: the case with the longest overdue task first. */
export function casesOf(tasks: readonly QueuedObligation[], mayDo: (action: Action) => boolean): WorkCase[] {
  return [...Map.groupBy(tasks, caseKeyOf)].flatMap(([key, same]) => {
    const ordered = inOrder(same);
    const next = ordered.find((task) => maySettle(mayDo, task)) ?? ordered[0];
    return next === undefined ? [] : [{ key, next, tasks: ordered }];
  });
}

/** An alarm first, then by due date; the trust steps in theirs, which are due together. */
export function inOrder(tasks: readonly QueuedObligation[]): QueuedObligation[] {
  return tasks.toSorted(
    (one, other) =>
      Number(isAlarm(other)) - Number(isAlarm(one)) ||
      one.dueAt.localeCompare(other.dueAt) ||
      stepOf(one) - stepOf(other),
  );
}

function isAlarm({ kind, subject }: QueuedObligation): boolean {
  return kind === 'dispute' || subject === 'payment_disputed';
}

function stepOf({ kind }: QueuedObligation): number {
  return TRUST_MOVES.findIndex((move) => kind === `trust_${move}`);
}
