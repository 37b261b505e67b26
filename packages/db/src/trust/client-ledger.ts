// A client's ledger in one trust account: what the account owes to a matter, as a sum of its entries.
import { and, eq, sql } from 'drizzle-orm';
import type { BankAccountId, FirmId, MatterId } from '@makewhole/domain/ids';
import { money, negate, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { ledgerEntries } from '../schema/ledger.ts';

/**
 * What a matter has in a trust account; negative where it is short. Whoever acts on it has locked the matter's balance,
 * as everything that changes it does.
 */
export async function findClientLedger(
  tx: Db,
  ledger: { readonly firmId: FirmId; readonly matterId: MatterId; readonly bankAccountId: BankAccountId },
): Promise<Money> {
  const { firmId, matterId, bankAccountId } = ledger;
  const total = sql<number>`coalesce(sum(${ledgerEntries.amount}), 0)::bigint`.mapWith(Number);
  const [row] = await tx
    .select({ total })
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.matterId, matterId),
        eq(ledgerEntries.bankAccountId, bankAccountId),
        eq(ledgerEntries.account, 'client_trust_liability'),
      ),
    );
  return negate(money(row?.total ?? 0));
}
