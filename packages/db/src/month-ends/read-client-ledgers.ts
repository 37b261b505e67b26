import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { CardEntry, LedgerOfPeriod } from '@makewhole/domain/month-ends/binder-facts';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import { IN_THE_ACCOUNT, MONTH_END_ROWS_MAX, amountOf, type AccountPeriod } from './cleared-postings.ts';

type Row = {
  readonly key: string;
  readonly matterNumber: string | null;
  readonly name: string | null;
  readonly client: string | null;
  readonly opening: string;
  readonly receipts: string;
  readonly disbursements: string;
  readonly held: string;
  readonly lastActivityOn: BankDate;
  readonly matterClosedOn: BankDate | null;
};

/** Every client ledger of the account up to the period's end, matters by number, then those that are no matter's. */
export async function readClientLedgers(
  tx: Db,
  { firmId, bankAccountId, from, to }: AccountPeriod,
): Promise<LedgerOfPeriod[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT l.key, l.opening, l.receipts, l.disbursements, l.last_on::text AS "lastActivityOn",
      m.number AS "matterNumber", m.name, c.name AS client, coalesce(t.held, 0) AS held,
      (m.closed_at AT TIME ZONE f.time_zone)::date::text AS "matterClosedOn"
    FROM (SELECT coalesce(e.matter_id, e.account) AS key, max(e.day) AS last_on,
        coalesce(-sum(e.amount) FILTER (WHERE e.day < ${from}::date), 0) AS opening,
        coalesce(-sum(e.amount) FILTER (WHERE e.day >= ${from}::date AND e.amount < 0), 0) AS receipts,
        coalesce(sum(e.amount) FILTER (WHERE e.day >= ${from}::date AND e.amount > 0), 0) AS disbursements
      FROM (SELECT e.matter_id, e.account, e.amount, ${EFFECTIVE_DAY_OF} AS day
        FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
        WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account NOT IN ${IN_THE_ACCOUNT}
          AND ${EFFECTIVE_DAY_OF} <= ${to}::date) AS e
      GROUP BY 1) AS l
    JOIN firms f ON f.id = ${firmId}
    LEFT JOIN matters m ON m.firm_id = ${firmId} AND m.id = l.key
    LEFT JOIN clients c ON c.id = m.client_id
    LEFT JOIN trust_account_balances t
      ON t.firm_id = ${firmId} AND t.matter_id = m.id AND t.bank_account_id = ${bankAccountId}
    ORDER BY m.number NULLS LAST, l.key LIMIT ${MONTH_END_ROWS_MAX + 1}`);
  return rows.map(({ opening, receipts, disbursements, held, name, ...row }) => {
    const [had, came, went] = [amountOf(opening), amountOf(receipts), amountOf(disbursements)];
    return {
      ...row,
      name: nameOf(row, name),
      ...{ opening: had, receipts: came, disbursements: went, held: amountOf(held) },
      balance: amountOf(String(had + came - went)),
    };
  });
}

function nameOf({ key, matterNumber }: Pick<Row, 'key' | 'matterNumber'>, name: string | null): string {
  if (matterNumber !== null) return `${matterNumber} ${name ?? ''}`.trim();
  return LEDGER_NAMES[key] ?? key;
}

const LEDGER_NAMES: Readonly<Record<string, string>> = {
  unidentified_trust_liability: 'Unidentified deposits',
  firm_trust_liability: "The firm's own money for bank charges",
  interest_trust_liability: 'Interest, until the bank remits it',
};

/** What moved the client ledgers in the period. One row more than MONTH_END_ROWS_MAX if there are more. */
export async function readCardEntries(
  tx: Db,
  { firmId, bankAccountId, from, to }: AccountPeriod,
): Promise<CardEntry[]> {
  const rows = await tx.execute<Omit<CardEntry, 'amount'> & { readonly amount: string }>(sql`
    SELECT p.id AS "postingId", ${EFFECTIVE_DAY_OF}::text AS "on", -e.amount AS amount,
      coalesce(e.matter_id, e.account) AS key, p.step, y.payer_name AS "payerName"
    FROM ledger_entries e JOIN postings p ON p.id = e.posting_id JOIN firms f ON f.id = p.firm_id
    LEFT JOIN refunds r ON r.firm_id = p.firm_id AND r.id = p.refund_id
    LEFT JOIN payments y ON y.firm_id = p.firm_id AND y.transaction_id = coalesce(p.transaction_id, r.transaction_id)
    WHERE e.firm_id = ${firmId} AND e.bank_account_id = ${bankAccountId} AND e.account NOT IN ${IN_THE_ACCOUNT}
      AND ${EFFECTIVE_DAY_OF} BETWEEN ${from}::date AND ${to}::date
    ORDER BY key, "on", p.at, p.id, e.line LIMIT ${MONTH_END_ROWS_MAX + 1}`);
  return rows.map(({ amount, ...row }) => ({ ...row, amount: amountOf(amount) }));
}
