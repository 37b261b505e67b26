import { and, desc, eq, lt } from 'drizzle-orm';
import { asId, type BankAccountId, type FirmId, type TrustTransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { Page } from '../paging.ts';
import { trustTransactions, type TrustTransaction } from '../schema/trust-transactions.ts';

/** A firm's trust transactions, newest first. `cursor`: the ID of the previous page's last one; `limit`: 1 to 100. */
export async function listTrustTransactions(
  db: Db,
  wanted: {
    readonly firmId: FirmId;
    readonly bankAccountId?: BankAccountId | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<TrustTransaction>> {
  const { firmId, bankAccountId, cursor, limit } = wanted;
  const rows = await db
    .select()
    .from(trustTransactions)
    .where(
      and(
        eq(trustTransactions.firmId, firmId),
        bankAccountId && eq(trustTransactions.bankAccountId, bankAccountId),
        cursor === undefined ? undefined : lt(trustTransactions.id, asId<TrustTransactionId>(cursor)),
      ),
    )
    .orderBy(desc(trustTransactions.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
