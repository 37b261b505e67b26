import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { endOpeningTask } from './opening-task.ts';
import { openingSchedules, type OpeningSchedule } from '../schema/opening-schedules.ts';

export type OpeningWithdrawn = { readonly kind: 'withdrawn' | 'not_found' | 'ended' };

/** Ends a schedule that nobody has signed, so that a right one can take its place. The same again changes nothing. */
export function withdrawOpening(
  db: Db,
  by: ChangedBy,
  { id, reason }: { readonly id: OpeningSchedule['id']; readonly reason: string },
): Promise<OpeningWithdrawn> {
  return db.transaction(async (tx) => {
    const { firmId, principalId: withdrawnBy, at: withdrawnAt } = by;
    const isIt = and(eq(openingSchedules.firmId, firmId), eq(openingSchedules.id, id));
    const [row] = await tx.select().from(openingSchedules).where(isIt).for('update');
    if (row === undefined) return { kind: 'not_found' };
    if (row.status === 'withdrawn') return { kind: 'withdrawn' };
    if (row.status === 'signed') return { kind: 'ended' };
    const ended = { status: 'withdrawn', withdrawnBy, withdrawnAt, withdrawalReason: reason } as const;
    await tx.update(openingSchedules).set(ended).where(isIt);
    await endOpeningTask(tx, id, 'void', by);
    const { bankAccountId, cutOverOn } = row;
    await appendFirmEvent(tx, by, {
      type: 'opening_schedule.withdrawn',
      data: { scheduleId: id, bankAccountId, cutOverOn },
    });
    return { kind: 'withdrawn' };
  });
}
