// A line of the bank that is a payout explains itself: it is everything that the payout paid out, with what was kept
// (BK4). Named in the line by the company's ID of it, or the only line and the only payout of that amount in those days.
import { sql } from 'drizzle-orm';
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';
import { linesOfPayouts } from '@makewhole/domain/month-ends/match-lines';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { amountOf, type AccountKey } from './cleared-postings.ts';
import { findUndone, insertClearings } from './bank-clearings.ts';
import { isFree, readBankLines } from './read-bank-lines.ts';

/** A payout may arrive some days before or after a statement period begins or ends. */
const BESIDE_DAYS = 14;

type Row = {
  readonly id: string;
  readonly processorPayoutId: string;
  readonly arrivesOn: BankDate;
  readonly amount: string;
  readonly postingIds: readonly string[];
};

/** Matches the lines of a statement period that are payouts with the postings of each. */
export async function clearPayouts(
  tx: Db,
  account: AccountKey,
  { from, to }: { readonly from: BankDate; readonly to: BankDate },
  at: Date,
): Promise<void> {
  const { firmId, bankAccountId } = account;
  const rows = await tx.execute<Row>(sql`
    SELECT o.id, o.processor_payout_id AS "processorPayoutId", o.arrives_on::text AS "arrivesOn", o.amount,
      array_agg(p.id ORDER BY p.id) AS "postingIds"
    FROM payouts o
    JOIN postings p ON p.firm_id = o.firm_id AND (p.cause_id = o.id AND p.step = 'payout'
      OR p.id IN (SELECT i.posting_id FROM payout_postings i WHERE i.payout_id = o.id))
    WHERE o.firm_id = ${firmId} AND o.bank_account_id = ${bankAccountId} AND o.booked_at IS NOT NULL
      AND o.arrives_on BETWEEN ${addCalendarDays(from, -BESIDE_DAYS)}::date AND ${addCalendarDays(to, BESIDE_DAYS)}::date
      AND NOT EXISTS (SELECT FROM bank_clearings c WHERE c.firm_id = o.firm_id AND c.posting_id = p.id AND c.undone_at IS NULL)
    GROUP BY o.id ORDER BY o.arrives_on, o.id`);
  if (rows.length === 0) return;
  const lines = await readBankLines(tx, { ...account, from, to, begunOn: from });
  const pairs = linesOfPayouts(
    lines.filter(isFree),
    rows.map(({ amount, ...row }) => ({ ...row, amount: amountOf(amount) })),
  );
  const undone = await findUndone(tx, account);
  const wanted = pairs.flatMap(({ lineId, payoutId }) => {
    const postingIds = rows.find(({ id }) => id === payoutId)?.postingIds ?? [];
    const isUndone = postingIds.some((postingId) => undone.has(`${lineId} ${postingId}`));
    return isUndone ? [] : postingIds.map((postingId) => ({ lineId, postingId }));
  });
  await insertClearings(tx, account, wanted, { actor: ENGINE, at });
}
