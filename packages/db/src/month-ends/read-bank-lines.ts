import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { MatchedLine } from '@makewhole/domain/month-ends/binder-facts';
import { lineStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { CORRECTION_OF_LINE } from '../ledger/bank-mistakes.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import {
  IN_THE_ACCOUNT,
  MONTH_END_ROWS_MAX,
  amountOf,
  clearedPostings,
  type AccountPeriod,
} from './cleared-postings.ts';

type Row = Omit<MatchedLine, 'amount' | 'bookedAmount' | 'correction'> & {
  readonly amount: string;
  readonly correctedBy: string | null;
  readonly reason: string | null;
  readonly bookedAmount: string | null;
};

/**
 * The bank's lines of the period, and earlier ones that were not booked when it began. One row more than
 * MONTH_END_ROWS_MAX if there are more.
 * @param begunOn the day from which the account is reconciled: what the bank showed before is in its opening balance
 */
export async function readBankLines(
  tx: Db,
  period: AccountPeriod & { readonly begunOn: BankDate },
): Promise<MatchedLine[]> {
  const { firmId, bankAccountId, from, to, begunOn } = period;
  // What the bank showed by the cut-over is in the opening balances (ADR 54).
  const inOpening = sql`(q.cut_over_on <= ${to}::date AND l.date <= q.cut_over_on)`;
  const rows = await tx.execute<Row>(sql`
    WITH booked AS (
      SELECT c.line_id, max(day)::text AS day, sum(amount) AS amount, array_agg(b.id ORDER BY b.id) AS ids
      FROM ${clearedPostings(period)} c JOIN (
        SELECT p.id, ${EFFECTIVE_DAY_OF} AS day, sum(e.amount) AS amount
        FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
        WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account IN ${IN_THE_ACCOUNT}
        GROUP BY p.id, f.time_zone) b ON b.id = c.posting_id
      GROUP BY c.line_id)
    SELECT l.id AS "lineId", l.date::text AS date, l.amount, l.description,
      coalesce(b.day, CASE WHEN k.line_id IS NOT NULL THEN greatest(k.day, l.date)::text WHEN ${inOpening} THEN l.date::text END) AS "bookedOn",
      coalesce(b.amount, CASE WHEN k.line_id IS NOT NULL OR ${inOpening} THEN l.amount END) AS "bookedAmount",
      coalesce(b.ids, '{}') AS "postingIds", k.line_id AS "correctedBy", k.reason
    FROM bank_lines l LEFT JOIN booked b ON b.line_id = l.id
      LEFT JOIN LATERAL ${CORRECTION_OF_LINE} k ON true
      LEFT JOIN opening_schedules q ON q.firm_id = l.firm_id AND q.bank_account_id = l.bank_account_id
        AND q.status = 'signed'
    WHERE l.firm_id = ${firmId} AND l.bank_account_id = ${bankAccountId} AND ${lineStands()}
      AND l.date BETWEEN ${begunOn}::date AND ${to}::date
      AND (l.date >= ${from}::date OR coalesce(b.day, k.day::text) IS NULL OR coalesce(b.day, k.day::text) >= ${from})
    ORDER BY l.date, l.id LIMIT ${MONTH_END_ROWS_MAX + 1}`);
  return rows.map(({ amount, bookedAmount, correctedBy, reason, ...row }) => ({
    ...row,
    correction: correctedBy === null ? null : { lineId: correctedBy, reason: reason ?? '' },
    amount: amountOf(amount),
    bookedAmount: bookedAmount === null ? null : amountOf(bookedAmount),
  }));
}

/** Whether a line is matched with nothing yet. */
export function isFree({ postingIds, correction }: MatchedLine): boolean {
  return postingIds.length === 0 && correction === null;
}
