import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import {
  trustReport,
  type AccountInTrust,
  type MatterInTrust,
  type StatementInTrust,
  type TrustReport,
} from '@makewhole/domain/trust-report';
import { statementStands } from '../ledger/standing-bank-lines.ts';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { amountOf } from '../month-ends/cleared-postings.ts';
import { EFFECTIVE_DAY } from '../ledger/effective-day.ts';
import { listTrustLedgers, type TrustLedgerBalance } from '../trust/trust-ledgers.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankStatements } from '../schema/bank.ts';
import { firms } from '../schema/firms.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';

type ReportedAccount = AccountInTrust & { readonly bankAccount: string };

export type ReportedMatter = MatterInTrust & {
  readonly accounts: readonly ReportedAccount[];
  readonly number: string | null;
  readonly name: string | null;
  readonly client: string | null;
};

/** The firm's ledger self-check at one instant. Leaves out matters that never had money in trust. */
export function readTrustReport(
  db: Db,
  firmId: FirmId,
): Promise<TrustReport<ReportedMatter, TrustLedgerBalance> & { readonly onItsWay: Money }> {
  // A trust step that is booked in the meantime is in all of it or in none.
  return readConsistently(db, async (tx) => {
    const { bank, onItsWay } = await sumBank(tx, firmId);
    const all = await listMatters(tx, firmId);
    const others = await listTrustLedgers(tx, firmId);
    return { ...trustReport(bank, all, await newestStatement(tx, firmId), others), onItsWay };
  });
}

const TOTAL = sql<number>`coalesce(sum(${ledgerEntries.amount}), 0)::bigint`.mapWith(Number);

/** What lies in the trust accounts, and what companies that net have yet to pay out to them. */
async function sumBank(tx: Db, firmId: FirmId) {
  const [row] = await tx
    .select({
      total: TOTAL,
      onItsWay: sql<number>`coalesce(sum(${ledgerEntries.amount})
        FILTER (WHERE ${ledgerEntries.account} = 'processor_balance'), 0)::bigint`.mapWith(Number),
    })
    .from(ledgerEntries)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, ledgerEntries.firmId), eq(bankAccounts.id, ledgerEntries.bankAccountId)),
    )
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        inArray(ledgerEntries.account, ['trust_bank', 'processor_balance']),
        eq(bankAccounts.kind, 'trust'),
      ),
    );
  return { bank: money(row?.total ?? 0), onItsWay: money(row?.onItsWay ?? 0) };
}

type Row = Omit<ReportedMatter, 'accounts'> & {
  readonly bankAccountId: BankAccountId;
  readonly bankAccount: string;
  readonly ledger: string;
  readonly balance: string;
  readonly held: string;
};

/** Every matter of the firm that ever had money in trust, by number, with each account that had it. */
async function listMatters(tx: Db, firmId: FirmId): Promise<ReportedMatter[]> {
  const rows = await tx.execute<Row>(sql`
    SELECT m.id AS "matterId", m.number, m.name, c.name AS client, a.id AS "bankAccountId", a.title AS "bankAccount",
      coalesce(l.owed, 0) AS ledger, coalesce(t.balance, 0) AS balance, coalesce(t.held, 0) AS held
    FROM (SELECT matter_id, bank_account_id, balance, held FROM trust_account_balances WHERE firm_id = ${firmId}) t
    FULL JOIN (SELECT matter_id, bank_account_id, -sum(amount) AS owed FROM ledger_entries
      WHERE firm_id = ${firmId} AND account = 'client_trust_liability' GROUP BY 1, 2) l
      ON l.matter_id = t.matter_id AND l.bank_account_id = t.bank_account_id
    JOIN bank_accounts a ON a.firm_id = ${firmId} AND a.id = coalesce(t.bank_account_id, l.bank_account_id)
    LEFT JOIN matters m ON m.firm_id = ${firmId} AND m.id = coalesce(t.matter_id, l.matter_id)
    LEFT JOIN clients c ON c.id = m.client_id
    ORDER BY m.number NULLS LAST, m.id, a.title, a.id`);
  return [...Map.groupBy(rows, ({ matterId }) => matterId).values()].flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const { matterId, number, name, client } = first;
    return [{ matterId, number, name, client, accounts: lines.map(accountOf) }];
  });
}

function accountOf({ bankAccountId, bankAccount, ledger, balance, held }: Row): ReportedAccount {
  const sums = { ledger: amountOf(ledger), balance: amountOf(balance), held: amountOf(held) };
  return { bankAccountId, bankAccount, ...sums };
}

/** The bank's newest balance of the trust account, and the ledger's up to that day, by effective day. */
async function newestStatement(tx: Db, firmId: FirmId): Promise<StatementInTrust | null> {
  const { closingBalance, closingDate } = bankStatements;
  const [newest] = await tx
    .select({ balance: closingBalance, date: closingDate })
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.account, 'trust'),
        isNotNull(closingBalance),
        statementStands(bankStatements.id),
      ),
    )
    .orderBy(desc(closingDate), desc(bankStatements.id))
    .limit(1);
  if (newest?.balance == null || newest.date === null) return null;
  const { balance, date } = newest;
  const [row] = await tx
    .select({ total: TOTAL })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .innerJoin(firms, eq(firms.id, postings.firmId))
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.account, 'trust_bank'),
        sql`${EFFECTIVE_DAY} <= ${date}::date`,
      ),
    );
  return { balance, date, ledger: money(row?.total ?? 0) };
}
