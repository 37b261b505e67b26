// What a trust account owes on one of its ledgers, as a sum of its entries.
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { BankAccountId, FirmId, MatterId } from '@makewhole/domain/ids';
import { money, negate, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { ledgerEntries } from '../schema/ledger.ts';

/** The sum of ledger entries, in minor units: a ledger is a liability, so what it owes is negative. */
export const TOTAL = sql<number>`coalesce(sum(${ledgerEntries.amount}), 0)::bigint`.mapWith(Number);

/** What the account owes by these entries of it; negative where more was taken than was there. */
export async function findOwed(
  tx: Db,
  { firmId, bankAccountId }: { readonly firmId: FirmId; readonly bankAccountId: BankAccountId },
  which: SQL | undefined,
): Promise<Money> {
  const ofAccount = and(eq(ledgerEntries.firmId, firmId), eq(ledgerEntries.bankAccountId, bankAccountId));
  const [row] = await tx.select({ total: TOTAL }).from(ledgerEntries).where(and(ofAccount, which));
  return negate(money(row?.total ?? 0));
}

/**
 * What a matter has in a trust account; negative where it is short. Whoever acts on it has locked the matter's balance,
 * as everything that changes it does.
 */
export function findClientLedger(
  tx: Db,
  { matterId, ...account }: Parameters<typeof findOwed>[1] & { readonly matterId: MatterId },
): Promise<Money> {
  const { matterId: ofMatter, account: name } = ledgerEntries;
  return findOwed(tx, account, and(eq(ofMatter, matterId), eq(name, 'client_trust_liability')));
}
