// A person puts a task off, for themselves alone: it leaves their list, and nobody else's. Its reminders and escalations
// go out as if they had not (B14).
import { and, desc, eq } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId, ObligationId, PrincipalId } from '@makewhole/domain/ids';
import { snoozeFault } from '@makewhole/domain/snooze';
import type { Db } from '../connect.ts';
import { taskSnoozes } from '../schema/work.ts';
import { appendWorkEvent } from './append-work-event.ts';
import { lockOpenTask } from './lock-open-task.ts';

export type Snoozed =
  | { readonly kind: 'snoozed'; readonly until: BankDate | null }
  | { readonly kind: 'not_found' | 'not_open' }
  /** That day is not offered; `fault` says why, for a person. */
  | { readonly kind: 'refused'; readonly fault: string };

type Snooze = {
  readonly firmId: FirmId;
  readonly obligationId: ObligationId;
  /** The bank day on which it is back; null brings it back now. */
  readonly until: BankDate | null;
};

/** Puts an open task off; the same again changes nothing. */
export function snoozeObligation(
  db: Db,
  { firmId, obligationId, until }: Snooze,
  { actor, at }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<Snoozed> {
  return db.transaction(async (tx) => {
    const task = await lockOpenTask(tx, { firmId, obligationId });
    if (task === 'not_found' || task === 'not_open') return { kind: task };
    const last = await findLast(tx, obligationId, actor);
    if ((last?.until ?? null) === until) return { kind: 'snoozed', until };
    const due = { kind: task.kind, dueAt: task.dueAt.toISOString() };
    const fault = until === null ? null : snoozeFault(due, until, at.toISOString());
    if (fault !== null) return { kind: 'refused', fault };
    const nth = (last?.nth ?? 0) + 1;
    const row = { firmId, obligationId, principalId: actor, nth, until, snoozedAt: at };
    await tx.insert(taskSnoozes).values(row);
    const data = { obligationId, kind: task.kind, until };
    await appendWorkEvent(tx, task, { type: 'obligation.snoozed', actor, at, data });
    return { kind: 'snoozed', until };
  });
}

async function findLast(tx: Db, obligationId: ObligationId, principalId: PrincipalId) {
  const [last] = await tx
    .select()
    .from(taskSnoozes)
    .where(and(eq(taskSnoozes.obligationId, obligationId), eq(taskSnoozes.principalId, principalId)))
    .orderBy(desc(taskSnoozes.nth))
    .limit(1);
  return last;
}
