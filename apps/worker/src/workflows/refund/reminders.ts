// When the responsible people are reminded (B5): each obligation knows its own instants.
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { Progress } from './refund-progress.ts';
import { notifyPeople } from './notify.ts';

export type Wake = { readonly atMs: number; readonly why: string };

/** The next reminder of each open obligation, with the timer's summary for the operator. */
export function remindersToCome(progress: Progress): Wake[] {
  return progress
    .openObligations()
    .flatMap(({ kind, reminders: [next] }) =>
      next === undefined ? [] : [{ atMs: Date.parse(next.at), why: `Remind of ${kind}` }],
    );
}

/** The first of these, or null if there is none. */
export function firstOf(wakes: readonly Wake[]): Wake | null {
  return wakes.reduce<Wake | null>(
    (first, wake) => (first !== null && first.atMs <= wake.atMs ? first : wake),
    null,
  );
}

export function sendDueReminders(input: RefundWorkflowInput, progress: Progress): void {
  for (const { id, reminders } of progress.openObligations()) {
    const [next] = reminders;
    if (next === undefined || Date.parse(next.at) > Date.now()) continue;
    progress.reminded(id);
    notifyPeople(input, progress, { obligationId: id, kind: next.kind, nth: next.nth });
  }
}
