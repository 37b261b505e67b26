// The bank shows some money after the cut-over that the books have before it. The signed schedule has it as an outstanding
// item, so that the item, and not what was booked before, is what the bank's line will be.
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import { clearedPostings } from '../month-ends/cleared-postings.ts';
import { bankClearings } from '../schema/bank.ts';
import type { OpeningSchedule } from '../schema/opening-schedules.ts';

/**
 * Undoes the matches of later bank lines with postings up to the cut-over, so that the lines are free for the schedule's
 * items. @returns false if a transfer that a person matched crosses the cut-over: that match stays
 */
export async function freeCrossingMatches(
  tx: Db,
  { firmId, bankAccountId, cutOverOn }: OpeningSchedule,
  { actor: undoneBy, at: undoneAt }: { readonly actor: PrincipalId; readonly at: Date },
): Promise<boolean> {
  const later = sql`(SELECT l.id FROM bank_lines l WHERE l.firm_id = ${firmId} AND l.bank_account_id = ${bankAccountId}
    AND l.date > ${cutOverOn}::date)`;
  const before = sql`(SELECT p.id FROM postings p JOIN firms f ON f.id = p.firm_id
    WHERE p.firm_id = ${firmId} AND ${EFFECTIVE_DAY_OF} <= ${cutOverOn}::date
      AND p.step NOT IN ('opening_balance', 'opening_outstanding'))`;
  await tx
    .update(bankClearings)
    .set({ undoneBy, undoneAt })
    .where(
      and(
        eq(bankClearings.firmId, firmId),
        eq(bankClearings.bankAccountId, bankAccountId),
        isNull(bankClearings.undoneAt),
        sql`${bankClearings.lineId} IN ${later} AND ${bankClearings.postingId} IN ${before}`,
      ),
    );
  const crossing = await tx.execute(sql`SELECT FROM ${clearedPostings({ firmId, bankAccountId })} c
    WHERE c.line_id IN ${later} AND c.posting_id IN ${before} LIMIT 1`);
  return crossing.length === 0;
}
