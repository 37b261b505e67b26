import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { asId, type ConnectionId, type FirmId, type PayoutId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import type { Page } from '../paging.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { payoutItems, payouts } from '../schema/payouts.ts';

export type PayoutView = Omit<typeof payouts.$inferSelect, 'firmId'> & {
  /** The kind of the bank account. */
  readonly account: BankAccount;
  /** What it is made of; empty until it has arrived. */
  readonly items: readonly Omit<typeof payoutItems.$inferSelect, 'firmId' | 'payoutId'>[];
  /** The bank's line that it is, once it is matched. */
  readonly bankLineId: string | null;
};

/** A firm's payouts, newest first. `cursor`: the ID of the previous page's last one; `limit`: 1 to 100. */
export async function listPayouts(
  db: Db,
  wanted: {
    readonly firmId: FirmId;
    readonly connectionId?: ConnectionId | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<PayoutView>> {
  const { firmId, connectionId, cursor, limit } = wanted;
  const bankLineId = sql<string | null>`(SELECT c.line_id FROM bank_clearings c
    JOIN postings p ON p.id = c.posting_id WHERE p.firm_id = ${payouts.firmId} AND p.cause_id = ${payouts.id}
      AND p.step = 'payout' AND c.undone_at IS NULL LIMIT 1)`;
  const rows = await db
    .select({ payout: payouts, account: bankAccounts.kind, bankLineId })
    .from(payouts)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, payouts.firmId), eq(bankAccounts.id, payouts.bankAccountId)),
    )
    .where(
      and(
        eq(payouts.firmId, firmId),
        connectionId && eq(payouts.connectionId, connectionId),
        cursor === undefined ? undefined : lt(payouts.id, asId<PayoutId>(cursor)),
      ),
    )
    .orderBy(desc(payouts.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const items = await findItems(
    db,
    firmId,
    page.map(({ payout }) => payout.id),
  );
  const data = page.map(({ payout: { firmId: _firmId, ...payout }, ...of }) => ({
    ...payout,
    ...of,
    items: items.filter(({ payoutId }) => payoutId === payout.id).map(({ payoutId: _id, ...item }) => item),
  }));
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

async function findItems(db: Db, firmId: FirmId, ids: readonly PayoutId[]) {
  if (ids.length === 0) return [];
  const { payoutId, itemId, kind, subject, amount, fee } = payoutItems;
  return db
    .select({ payoutId, itemId, kind, subject, amount, fee })
    .from(payoutItems)
    .where(and(eq(payoutItems.firmId, firmId), inArray(payoutId, [...ids])))
    .orderBy(itemId);
}
