// The records of a refund's trust steps (R5): the newest record of each, after its corrections.
import { and, asc, desc, eq } from 'drizzle-orm';
import { dateIn, type BankDate } from '@makewhole/domain/bank-calendar';
import type { DatedMove, StepSurroundings } from '@makewhole/domain/trust-step-dates';
import { findFirm } from '../firms/find-firm.ts';
import type { Db } from '../connect.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import { trustStepRecords } from '../schema/trust.ts';

export type TrustStepRecord = typeof trustStepRecords.$inferSelect;

/** The current record of each step: the last correction, or the first record if nobody corrected it. */
export function findStepRecords(db: Db, { firmId, refundId }: RefundKey): Promise<TrustStepRecord[]> {
  return db
    .selectDistinctOn([trustStepRecords.step])
    .from(trustStepRecords)
    .where(and(eq(trustStepRecords.firmId, firmId), eq(trustStepRecords.refundId, refundId)))
    .orderBy(asc(trustStepRecords.step), desc(trustStepRecords.correction));
}

/** The dates that bound a step of this refund. */
export async function surroundingsOf(
  tx: Db,
  { firmId, requestedAt }: RefundRow,
  recorded: readonly DatedMove[],
  at: Date,
): Promise<StepSurroundings> {
  const { timeZone } = await findFirm(tx, { firmId });
  const requestedOn = dateIn(requestedAt.toISOString(), timeZone);
  return { requestedOn, today: lastDayThatHasCome(at, timeZone), recorded };
}

/**
 * By the firm's calendar or by UTC, whichever is later: programs count in UTC, where an American evening is already
 * the next day.
 */
export function lastDayThatHasCome(at: Date, timeZone: string): BankDate {
  const [here, utc] = [dateIn(at.toISOString(), timeZone), at.toISOString().slice(0, 10)];
  return here < utc ? utc : here;
}
