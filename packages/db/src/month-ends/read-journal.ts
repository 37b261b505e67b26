import { sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { JournalEntry } from '@makewhole/domain/month-ends/binder-facts';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import {
  IN_THE_ACCOUNT,
  MONTH_END_ROWS_MAX,
  amountOf,
  clearedPostings,
  type AccountPeriod,
} from './cleared-postings.ts';

type Row = Omit<JournalEntry, 'amount'> & { readonly amount: string };

/**
 * What moved the account: everything effective in the period, and what was booked before and not cleared when the
 * period began. One row more than MONTH_END_ROWS_MAX if there are more.
 */
export async function readJournal(tx: Db, period: AccountPeriod): Promise<JournalEntry[]> {
  const { firmId, bankAccountId, from, to } = period;
  // What the opening contains was on the bank's statement by then, but for what it says is outstanding (ADR 54).
  const cleared = sql`CASE WHEN q.cut_over_on <= ${to}::date AND m.day <= q.cut_over_on::text AND p.step <> 'opening_outstanding'
    THEN q.cut_over_on ELSE coalesce(l.date, z.day) END`;
  const rows = await tx.execute<Row>(sql`
    WITH moved AS (
      SELECT p.id, ${EFFECTIVE_DAY_OF}::text AS day, sum(e.amount) AS amount
      FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
      WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account IN ${IN_THE_ACCOUNT}
        AND ${EFFECTIVE_DAY_OF} <= ${to}::date
      GROUP BY p.id, f.time_zone)
    SELECT p.id AS "postingId", coalesce(p.refund_id, p.transaction_id, p.invoice_id, p.id) AS about, m.day AS "on",
      m.amount, (${cleared})::text AS "clearedOn", (p.correction > 0 AND (p.step LIKE 'undo\\_%' OR p.refund_id IS NULL AND p.step = 'trust_payment') OR p.step = 'check_voided') AS "isTakenBack",
      to_char(p.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "recordedAt", p.step,
      p.refund_id AS "refundId", y.transaction_id AS "transactionId",
      coalesce(y.payer_name, t.counterparty, oi.counterparty) AS "payerName",
      (SELECT coalesce(d.matter_id, d.account) FROM ledger_entries d WHERE d.posting_id = p.id
        AND d.bank_account_id = ${bankAccountId} AND d.account NOT IN ${IN_THE_ACCOUNT} ORDER BY d.line LIMIT 1) AS ledger,
      coalesce(s.reference, t.reference, n.reference, o.answer ->> 'reference', concat_ws(', ', oi.number, 'of ' || oi.date)) AS reference, w.name AS "recordedBy",
      w.id AS "recordedById", h.name AS "authorizedBy", h.id AS "authorizedById", p.for_date::text AS "forDate"
    FROM moved m JOIN postings p ON p.id = m.id
    LEFT JOIN ${clearedPostings(period)} c ON c.posting_id = p.id
    LEFT JOIN bank_lines l ON l.firm_id = ${firmId} AND l.id = c.line_id
    LEFT JOIN ${paidOutInNothing(firmId)} z ON z.posting_id = p.id
    LEFT JOIN refunds r ON r.firm_id = p.firm_id AND r.id = p.refund_id
    LEFT JOIN payments y ON y.firm_id = p.firm_id AND y.transaction_id = coalesce(p.transaction_id, r.transaction_id)
    LEFT JOIN trust_step_records s ON s.firm_id = p.firm_id AND s.refund_id = p.refund_id
      AND s.correction = p.correction AND 'trust_' || s.step = regexp_replace(p.step, '^undo_', '')
    LEFT JOIN trust_authorizations a ON a.id = s.authorization_id
    LEFT JOIN trust_transactions t ON t.firm_id = p.firm_id AND t.id = p.cause_id
    LEFT JOIN opening_items oi ON oi.firm_id = p.firm_id AND oi.id = p.cause_id
    LEFT JOIN opening_schedules q ON q.firm_id = p.firm_id AND q.bank_account_id = ${bankAccountId} AND q.status = 'signed'
    LEFT JOIN trust_applications n ON n.firm_id = p.firm_id AND n.id = p.cause_id
    LEFT JOIN obligations o ON o.firm_id = p.firm_id AND o.id = p.cause_id
    LEFT JOIN principals w ON w.id = coalesce(s.recorded_by, t.recorded_by, n.recorded_by, o.settled_by)
    -- Only a lawyer may say that trust money paid an invoice.
    LEFT JOIN principals h ON h.id = coalesce(a.authorized_by, n.recorded_by)
    WHERE m.amount <> 0 AND (m.day >= ${from} OR (${cleared}) IS NULL OR (${cleared}) >= ${from}::date)
    ORDER BY m.day, p.at, p.id LIMIT ${MONTH_END_ROWS_MAX + 1}`);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: amountOf(amount) }));
}

/**
 * What canceled out to nothing in a payout of $0.00, with what was kept: the bank has no line of it, so it is cleared on the
 * day of the payout, posting_id and day (ADR 37).
 */
function paidOutInNothing(firmId: FirmId): SQL {
  return sql`(SELECT i.posting_id, o.arrives_on AS day FROM payouts o JOIN payout_postings i ON i.payout_id = o.id
      WHERE o.firm_id = ${firmId} AND o.amount = 0 AND o.booked_at IS NOT NULL
    UNION ALL SELECT p.id, o.arrives_on FROM payouts o
      JOIN postings p ON p.firm_id = o.firm_id AND p.cause_id = o.id AND p.step = 'payout'
      WHERE o.firm_id = ${firmId} AND o.amount = 0 AND o.booked_at IS NOT NULL)`;
}

export type JournalBalances = { readonly opening: Money; readonly closing: Money };

/** The journal's balance before the period and at its end. */
export async function readJournalBalances(
  tx: Db,
  { firmId, bankAccountId, from, to }: AccountPeriod,
): Promise<JournalBalances> {
  const [row] = await tx.execute<{ opening: string; closing: string }>(sql`
    SELECT coalesce(sum(e.amount) FILTER (WHERE ${EFFECTIVE_DAY_OF} < ${from}::date), 0) AS opening,
      coalesce(sum(e.amount), 0) AS closing
    FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
    WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account IN ${IN_THE_ACCOUNT}
      AND ${EFFECTIVE_DAY_OF} <= ${to}::date`);
  return { opening: amountOf(row?.opening ?? '0'), closing: amountOf(row?.closing ?? '0') };
}

/** How many one-sided postings to name. */
const NAMED_MAX = 100;

/** The postings that moved the account and its client ledgers by different amounts. */
export async function findOneSided(
  tx: Db,
  { firmId, bankAccountId, to }: Pick<AccountPeriod, 'firmId' | 'bankAccountId'> & { readonly to: BankDate },
): Promise<{ postingId: string; amount: Money }[]> {
  const rows = await tx.execute<{ postingId: string; amount: string }>(sql`
    SELECT e.posting_id AS "postingId", sum(e.amount) AS amount
    FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
    WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND ${EFFECTIVE_DAY_OF} <= ${to}::date
    GROUP BY e.posting_id HAVING sum(e.amount) <> 0 ORDER BY e.posting_id LIMIT ${NAMED_MAX}`);
  return rows.map(({ postingId, amount }) => ({ postingId, amount: amountOf(amount) }));
}
