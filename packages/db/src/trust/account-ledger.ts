// What a trust account owes on one of its ledgers, as a sum of its entries.
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
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
