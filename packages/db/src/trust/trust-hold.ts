// The hold on a matter's trust balance (B4): placed with the request, consumed by trust step (a), released by every
// end before that. All of them update the balance's row, so the money cannot be promised twice.
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { trustBalances } from '../schema/matters.ts';
import { trustHolds } from '../schema/trust.ts';
import type { RefundKey } from '../lock-refund.ts';

export type HoldInput = RefundKey & { readonly matterId: MatterId; readonly amount: Money };

/** Holds the amount, or reports that the matter's free balance is too small. One statement: if two race, one waits. */
export async function reserveTrust(
  tx: Db,
  input: Omit<HoldInput, 'refundId'>,
): Promise<'held' | 'insufficient'> {
  const held = await tx
    .update(trustBalances)
    .set({ held: sql`${trustBalances.held} + ${input.amount}` })
    .where(
      and(
        eq(trustBalances.firmId, input.firmId),
        eq(trustBalances.matterId, input.matterId),
        sql`${freeTrust()} >= ${input.amount}`,
      ),
    )
    .returning({ matterId: trustBalances.matterId });
  return held.length === 1 ? 'held' : 'insufficient';
}

/**
 * The part of a matter's trust balance that may be promised: for queries of its row. It excludes money that a client
 * disputes with their bank, from the first report on, because the bank may take it (R12).
 */
export function freeTrust(): SQL<number> {
  const disputed = sql`(SELECT coalesce(sum(i.amount), 0) FROM payments p
    JOIN payment_items i ON i.firm_id = p.firm_id AND i.transaction_id = p.transaction_id AND i.account = 'trust'
    WHERE p.firm_id = trust_balances.firm_id AND p.matter_id = trust_balances.matter_id AND p.disputed
      AND EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
        AND b.transaction_id = p.transaction_id AND b.step = 'receipt')
      AND NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
        AND b.transaction_id = p.transaction_id AND b.step = 'receipt_returned')
      AND NOT EXISTS (SELECT FROM refunds r WHERE r.firm_id = p.firm_id AND r.transaction_id = p.transaction_id
        AND r.status NOT IN ('rejected', 'declined', 'canceled', 'failed')))`;
  return sql<number>`(trust_balances.balance - trust_balances.held - trust_balances.shortfall - ${disputed})`.mapWith(
    Number,
  );
}

/** Records which refund the hold is for; the refund's row must exist already. */
export async function recordHold(tx: Db, input: HoldInput): Promise<void> {
  await tx.insert(trustHolds).values(input);
}

/** Releases the held amount; does nothing if no hold stands any more. */
export async function releaseHold(tx: Db, refund: RefundKey): Promise<void> {
  const hold = await endHold(tx, refund, 'released');
  if (hold === undefined) return;
  await changeBalance(tx, hold, { held: sql`${trustBalances.held} - ${hold.amount}` });
}

/** Pays the held amount out of the balance (trust step a). */
export async function consumeHold(tx: Db, refund: RefundKey): Promise<void> {
  const hold = await endHold(tx, refund, 'consumed');
  if (hold === undefined) throw new Error(`Refund ${refund.refundId} has no standing hold to consume`);
  await changeBalance(tx, hold, {
    held: sql`${trustBalances.held} - ${hold.amount}`,
    balance: sql`${trustBalances.balance} - ${hold.amount}`,
  });
}

export type TrustMoney = Omit<HoldInput, 'refundId'>;

/** Adds a receipt to the matter's trust money, creating its balance if needed. A shortfall is covered first. */
export async function creditTrust(tx: Db, { firmId, matterId, amount }: TrustMoney): Promise<void> {
  await tx
    .insert(trustBalances)
    .values({ firmId, matterId, balance: amount })
    .onConflictDoUpdate({
      target: [trustBalances.firmId, trustBalances.matterId],
      set: creditOf(amount),
    });
}

/** Puts back the money that step (a) took, because the refund failed before the bank transfer (B6). */
export async function restoreTrust(tx: Db, { amount, ...matter }: TrustMoney): Promise<void> {
  await changeBalance(tx, matter, creditOf(amount));
}

function creditOf(amount: Money) {
  const { balance, shortfall } = trustBalances;
  return {
    balance: sql`${balance} + greatest(0, ${amount} - ${shortfall})`,
    shortfall: sql`greatest(0, ${shortfall} - ${amount})`,
  };
}

/** Deducts what the bank took back. Any part already spent or held becomes the matter's shortfall. */
export async function debitTrust(tx: Db, { firmId, matterId, amount }: TrustMoney): Promise<void> {
  const { balance, held, shortfall } = trustBalances;
  const taken = sql`least(${balance} - ${held}, ${amount}::bigint)`;
  await changeBalance(
    tx,
    { firmId, matterId },
    { balance: sql`${balance} - ${taken}`, shortfall: sql`${shortfall} + ${amount} - ${taken}` },
  );
}

/** @throws if the matter has no balance: the ledger is posted in the same transaction, and the two must agree */
async function changeBalance(
  tx: Db,
  { firmId, matterId }: Pick<HoldInput, 'firmId' | 'matterId'>,
  change: { readonly held?: SQL; readonly balance?: SQL; readonly shortfall?: SQL },
): Promise<void> {
  const changed = await tx
    .update(trustBalances)
    .set(change)
    .where(and(eq(trustBalances.firmId, firmId), eq(trustBalances.matterId, matterId)))
    .returning({ matterId: trustBalances.matterId });
  if (changed.length !== 1) throw new Error(`Matter ${matterId} of firm ${firmId} has no trust balance`);
}

async function endHold(tx: Db, { firmId, refundId }: RefundKey, status: 'released' | 'consumed') {
  const [hold] = await tx
    .update(trustHolds)
    .set({ status })
    .where(
      and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId), eq(trustHolds.status, 'held')),
    )
    .returning();
  return hold;
}
