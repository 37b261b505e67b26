// What the firm's own system says of a matter's trust money, beside our client ledger at the same instant (ADR 53).
import { sql, type SQL } from 'drizzle-orm';
import type { BalanceFacts } from '@makewhole/domain/imported-trust-balances';
import type { BankAccountId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { isAfter } from '../ledger/after-instant.ts';
import type { TrustAccountMoney } from './free-trust.ts';
import type { MatterKey } from './matter-totals.ts';

export type ImportedBalance = BalanceFacts & {
  readonly bankAccountId: BankAccountId;
  /** As the bank titles it. */
  readonly bankAccount: string;
  /** When the firm's own system said it. */
  readonly asOf: Date;
};

/** The imported balances of a matter, of each trust account that has one. */
export async function findImportedBalances(
  tx: Db,
  { firmId, matterId }: MatterKey,
): Promise<ImportedBalance[]> {
  const rows = await tx.execute<Row>(sql`SELECT ${BALANCE_FIELDS} FROM ${IMPORTED_WITH_OURS}
    WHERE i.firm_id = ${firmId} AND i.matter_id = ${matterId} ORDER BY i.bank_account_id`);
  return rows.map(balanceOf);
}

/** The one of a matter in one trust account; null if none was imported. */
export async function findImportedBalance(
  tx: Db,
  { bankAccountId, ...matter }: TrustAccountMoney,
): Promise<ImportedBalance | null> {
  const all = await findImportedBalances(tx, matter);
  return all.find((one) => one.bankAccountId === bankAccountId) ?? null;
}

/** Whether the firm's own system has said the balance of any matter in a trust account. */
export async function isEverImported(
  tx: Db,
  { firmId, bankAccountId }: Omit<TrustAccountMoney, 'matterId'>,
): Promise<boolean> {
  const rows = await tx.execute(sql`SELECT 1 FROM imported_trust_balances
    WHERE firm_id = ${firmId} AND bank_account_id = ${bankAccountId} LIMIT 1`);
  return rows.length > 0;
}

/** A row of BALANCE_FIELDS. */
export type Row = {
  readonly bankAccountId: BankAccountId;
  readonly bankAccount: string;
  readonly imported: string;
  readonly asOf: string;
  readonly ledgerNow: string;
  readonly held: string;
  readonly movedSince: string;
};

/** What balanceOf reads, of rows of IMPORTED_WITH_OURS. */
export const BALANCE_FIELDS: SQL = sql`i.bank_account_id AS "bankAccountId", a.title AS "bankAccount",
  i.balance AS imported, i.as_of AS "asOf", coalesce(t.balance, 0) AS "ledgerNow", coalesce(t.held, 0) AS held,
  (SELECT coalesce(-sum(e.amount), 0) FROM ledger_entries e JOIN postings p ON p.id = e.posting_id
    WHERE e.firm_id = i.firm_id AND e.matter_id = i.matter_id AND e.bank_account_id = i.bank_account_id
      AND e.account = 'client_trust_liability' AND ${isAfter(sql`i.as_of`)}) AS "movedSince"`;

/** Imported balances (i) with their firm (f), trust account (a) and what we have there (t). */
export const IMPORTED_WITH_OURS: SQL = sql`imported_trust_balances i JOIN firms f ON f.id = i.firm_id
  JOIN bank_accounts a ON a.firm_id = i.firm_id AND a.id = i.bank_account_id
  LEFT JOIN trust_account_balances t ON t.firm_id = i.firm_id AND t.matter_id = i.matter_id
    AND t.bank_account_id = i.bank_account_id`;

export function balanceOf(row: Row): ImportedBalance {
  const ledgerNow = money(Number(row.ledgerNow));
  return {
    ...{ bankAccountId: row.bankAccountId, bankAccount: row.bankAccount, asOf: new Date(row.asOf) },
    ...{ imported: money(Number(row.imported)), held: money(Number(row.held)), ledgerNow },
    ledgerThen: money(ledgerNow - Number(row.movedSince)),
  };
}
