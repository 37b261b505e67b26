// The checks that paid clients whose refund failed, and that no line of the bank has cleared (LW1).
import { sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';

export type OutstandingCheck = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  /** What it is in the books. */
  readonly postingId: string;
  readonly bankAccountId: BankAccountId;
  readonly amount: Money;
  /** Its number, as a person wrote it; of both checks, if a part was paid from trust. */
  readonly reference: string;
  readonly payee: string;
  readonly date: BankDate;
  /** Calendar days since its date, in the firm's zone. */
  readonly ageDays: number;
};

type Row = Omit<OutstandingCheck, 'amount' | 'ageDays'> & {
  readonly amount: string;
  readonly ageDays: number;
};

/** The oldest first. @param which a condition on them: posting p, obligation o, and age_days */
export async function findOutstandingChecks(
  db: Db,
  which: SQL,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<OutstandingCheck[]> {
  const rows = await db.execute<Row>(sql`
    SELECT p.firm_id AS "firmId", p.transaction_id AS "transactionId", p.id AS "postingId",
      e.bank_account_id AS "bankAccountId", -e.amount AS amount, coalesce(o.answer ->> 'reference', '') AS reference,
      coalesce(o.answer ->> 'payee', y.payer_name, '') AS payee, o.answer ->> 'date' AS date, a.age_days AS "ageDays"
    FROM postings p
    JOIN obligations o ON o.firm_id = p.firm_id AND o.id = p.cause_id AND o.answer ->> 'paidBy' = 'check'
    JOIN firms f ON f.id = p.firm_id
    JOIN ledger_entries e ON e.posting_id = p.id AND e.account IN ('operating_bank', 'trust_bank')
    LEFT JOIN payments y ON y.firm_id = p.firm_id AND y.transaction_id = p.transaction_id
    CROSS JOIN LATERAL (SELECT (${now.toISOString()}::timestamptz AT TIME ZONE f.time_zone)::date
      - (o.answer ->> 'date')::date AS age_days) a
    WHERE p.step = 'repaid' AND o.answer ->> 'date' IS NOT NULL AND NOT ${IS_CLEARED} AND NOT ${IS_REPLACED} AND ${which}
    ORDER BY o.answer ->> 'date', p.id LIMIT ${limit}`);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: money(Number(amount)) }));
}

/** For queries of a posting p: whether a line of the bank shows it. */
export const IS_CLEARED = sql`EXISTS (SELECT FROM bank_clearings c WHERE c.firm_id = p.firm_id AND c.posting_id = p.id
  AND c.undone_at IS NULL)`;

/** And whether the check was voided, and another payment made instead. */
const IS_REPLACED = sql`EXISTS (SELECT FROM obligations v WHERE v.firm_id = p.firm_id AND v.transaction_id = p.transaction_id
  AND v.kind = 'unclaimed' AND v.subject IN (p.id, p.id || ':stale') AND v.status = 'done'
  AND v.answer ->> 'outcome' = 'replaced')`;
