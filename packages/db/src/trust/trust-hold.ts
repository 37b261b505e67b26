// The hold on a matter's trust balance (B4): placed with the request, consumed by trust step (a), released by every
// end before that. All of them update the balance's row, so the money cannot be promised twice. What the bank takes
// back is deducted whatever is held.
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import { ZERO, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { trustBalances } from '../schema/matters.ts';
import { trustHolds } from '../schema/trust.ts';
import type { PaymentKey } from '../lock-payment.ts';
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

/** What a matter has free in trust, minor units; zero if it never had any. */
export async function findFreeTrust(db: Db, matter: Pick<HoldInput, 'firmId' | 'matterId'>): Promise<number> {
  const [row] = await db.select({ free: freeTrust() }).from(trustBalances).where(ofMatter(matter));
  return row?.free ?? 0;
}

/**
 * The part of a matter's trust balance that may be promised: for queries of its row. It excludes money that the bank may
 * take, from the first report of a dispute on (R12), and money that belongs to the firm because the bank took it from
 * operating. What the bank has taken from trust is not in the balance any more, and what a refund pays back is held.
 */
function freeTrust(): SQL<number> {
  const received = sql`EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
    AND b.transaction_id = p.transaction_id AND b.step = 'receipt')`;
  const unrefunded = sql`NOT EXISTS (SELECT FROM refunds r WHERE r.firm_id = p.firm_id
    AND r.transaction_id = p.transaction_id AND (r.status NOT IN ('rejected', 'declined', 'canceled', 'failed')
      OR EXISTS (SELECT FROM trust_holds h WHERE h.firm_id = r.firm_id AND h.refund_id = r.id AND h.status = 'held')))`;
  const lost = sql`(SELECT coalesce(sum(l.trust_amount), 0) FROM losses l
    JOIN payments p ON p.firm_id = l.firm_id AND p.transaction_id = l.transaction_id
    WHERE p.firm_id = trust_balances.firm_id AND p.matter_id = trust_balances.matter_id
      AND ${STANDS_IN_TRUST} AND ${received} AND ${unrefunded})`;
  // The record of a dispute may say no more than that there is one.
  const unnamed = sql`(SELECT coalesce(sum(i.amount - (SELECT coalesce(sum(a.amount), 0) FROM trust_applications a
      WHERE a.firm_id = i.firm_id AND a.item_id = i.id AND a.ended_at IS NULL)), 0) FROM payments p
    JOIN payment_items i ON i.firm_id = p.firm_id AND i.transaction_id = p.transaction_id AND i.account = 'trust'
    WHERE p.firm_id = trust_balances.firm_id AND p.matter_id = trust_balances.matter_id AND p.disputed
      AND NOT EXISTS (SELECT FROM losses l WHERE l.firm_id = p.firm_id AND l.transaction_id = p.transaction_id
        AND l.kind = 'dispute' AND l.status <> 'won')
      AND ${received} AND ${unrefunded}
      AND NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = p.firm_id AND b.refund_id IS NULL
        AND b.transaction_id = p.transaction_id AND b.step = 'receipt_returned'))`;
  return sql<number>`(trust_balances.balance - trust_balances.held - ${lost} - ${unnamed})`.mapWith(Number);
}

/**
 * A loss (l) whose trust money is in the trust account still: an open inquiry, or one that the bank took from operating,
 * until trust step (a).
 */
const STANDS_IN_TRUST = sql.raw(`(l.status = 'open' AND NOT l.withdrawn
  OR l.status IN ('open', 'lost') AND l.withdrawn AND l.debits = 'operating'
    AND NOT EXISTS (SELECT FROM postings b WHERE b.firm_id = l.firm_id AND b.refund_id IS NULL
      AND b.transaction_id = l.transaction_id AND b.step IN ('trust_payment', 'paid_twice') AND b.cause_id = l.id))`);

/** Records which refund the hold is for; the refund's row must exist already. */
export async function recordHold(tx: Db, input: HoldInput): Promise<void> {
  await tx.insert(trustHolds).values(input);
}

/**
 * Releases the held amount, unless the client is still to be paid: then it stays held until that task ends. Does
 * nothing if no hold stands any more.
 */
export async function releaseHold(tx: Db, refund: RefundKey): Promise<void> {
  const kept = await keepForRepayment(tx, refund, 'held');
  // Throws if there is no balance at all.
  if (kept !== undefined) return changeBalance(tx, kept, { held: sql`${trustBalances.held}` });
  const hold = await endHold(tx, refund);
  if (hold === undefined) return;
  await changeBalance(tx, hold, { held: sql`${trustBalances.held} - ${hold.amount}` });
}

/** The refunded trust money is back, and the client is still to be paid with it: it is held for them again. */
export async function holdAgain(tx: Db, { matterId, amount, ...refund }: HoldInput): Promise<void> {
  if ((await keepForRepayment(tx, refund, 'consumed')) === undefined) return;
  await changeBalance(tx, { ...refund, matterId }, { held: sql`${trustBalances.held} + ${amount}` });
}

/** Makes a refund's hold one for the client who is still to be paid. Nothing if nobody is, or there is no such hold. */
async function keepForRepayment(
  tx: Db,
  { firmId, refundId }: RefundKey,
  from: 'held' | 'consumed',
): Promise<HoldInput | undefined> {
  const [kept] = await tx
    .update(trustHolds)
    .set({ kind: 'repayment', status: 'held' })
    .where(
      and(
        eq(trustHolds.firmId, firmId),
        eq(trustHolds.refundId, refundId),
        eq(trustHolds.status, from),
        sql`EXISTS (SELECT FROM obligations o JOIN refunds r ON r.firm_id = o.firm_id AND r.transaction_id = o.transaction_id
          WHERE r.firm_id = ${firmId} AND r.id = ${refundId} AND r.status IN ('rejected', 'declined', 'canceled', 'failed')
            AND o.refund_id IS NULL AND o.kind = 'repayment' AND o.status = 'open')`,
      ),
    )
    .returning();
  return kept;
}

/** How much is held for the client of a payment who is still to be paid. */
export async function findRepaymentHold(tx: Db, { firmId, transactionId }: PaymentKey): Promise<number> {
  const held = await tx
    .select({ amount: trustHolds.amount })
    .from(trustHolds)
    .where(isForClientOf({ firmId, transactionId }));
  return held[0]?.amount ?? 0;
}

function isForClientOf({ firmId, transactionId }: PaymentKey): SQL | undefined {
  return and(
    eq(trustHolds.firmId, firmId),
    eq(trustHolds.kind, 'repayment'),
    eq(trustHolds.status, 'held'),
    sql`${trustHolds.refundId} IN (SELECT id FROM refunds WHERE firm_id = ${firmId} AND transaction_id = ${transactionId})`,
  );
}

/** Releases what was held for a client who was still to be paid. @returns the holds that stood */
export async function releaseRepaymentHolds(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<HoldInput[]> {
  const released = await tx
    .update(trustHolds)
    .set({ status: 'released' })
    .where(isForClientOf({ firmId, transactionId }))
    .returning();
  for (const hold of released) {
    await changeBalance(tx, hold, { held: sql`${trustBalances.held} - ${hold.amount}` });
  }
  return released;
}

/**
 * Pays the held amount out of the balance (trust step a). False if the balance no longer has it, because the bank took
 * it back: no act of ours overdraws a client's ledger (B4).
 */
export async function consumeHold(tx: Db, { firmId, refundId }: RefundKey): Promise<boolean> {
  const ofRefund = and(
    eq(trustHolds.firmId, firmId),
    eq(trustHolds.refundId, refundId),
    eq(trustHolds.status, 'held'),
  );
  const [hold] = await tx.select().from(trustHolds).where(ofRefund).for('update');
  if (hold === undefined) throw new Error(`Refund ${refundId} has no standing hold to consume`);
  const paid = await tx
    .update(trustBalances)
    .set({
      held: sql`${trustBalances.held} - ${hold.amount}`,
      balance: sql`${trustBalances.balance} - ${hold.amount}`,
    })
    .where(and(ofMatter(hold), sql`${trustBalances.balance} >= ${hold.amount}`))
    .returning({ matterId: trustBalances.matterId });
  if (paid.length === 0) {
    // Throws if there is no balance at all.
    await changeBalance(tx, hold, { held: sql`${trustBalances.held}` });
    return false;
  }
  await tx.update(trustHolds).set({ status: 'consumed' }).where(ofRefund);
  return true;
}

/**
 * The processor paid the held amount out of trust: the balance loses it, whatever it has.
 * @throws Error without a standing hold: a trust leg never reaches the processor without one
 */
export async function spendHold(tx: Db, { firmId, refundId }: RefundKey): Promise<HoldInput> {
  const [hold] = await tx
    .update(trustHolds)
    .set({ status: 'consumed' })
    .where(
      and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId), eq(trustHolds.status, 'held')),
    )
    .returning();
  if (hold === undefined) throw new Error(`Refund ${refundId} has no standing hold to spend`);
  await changeBalance(tx, hold, {
    held: sql`${trustBalances.held} - ${hold.amount}`,
    balance: sql`${trustBalances.balance} - ${hold.amount}`,
  });
  return hold;
}

/** The matter's trust balance, minor units; zero if it never had one. */
export async function findBalance(tx: Db, matter: Pick<HoldInput, 'firmId' | 'matterId'>): Promise<Money> {
  const [row] = await tx
    .select({ balance: trustBalances.balance })
    .from(trustBalances)
    .where(ofMatter(matter));
  return row?.balance ?? ZERO;
}

export type TrustMoney = Omit<HoldInput, 'refundId'>;

/** Adds a receipt to the matter's trust money, creating its balance if needed. */
export async function creditTrust(tx: Db, { firmId, matterId, amount }: TrustMoney): Promise<void> {
  await tx
    .insert(trustBalances)
    .values({ firmId, matterId, balance: amount })
    .onConflictDoUpdate({
      target: [trustBalances.firmId, trustBalances.matterId],
      set: { balance: sql`${trustBalances.balance} + ${amount}` },
    });
}

/** Puts back the money that step (a) took, because the refund failed before the bank transfer (B6). */
export async function restoreTrust(tx: Db, { amount, ...matter }: TrustMoney): Promise<void> {
  await changeBalance(tx, matter, { balance: sql`${trustBalances.balance} + ${amount}` });
}

/** Deducts what the bank took back, even if it was spent or held: the balance may become negative, a shortage (B4). */
export async function debitTrust(tx: Db, { firmId, matterId, amount }: TrustMoney): Promise<void> {
  await changeBalance(tx, { firmId, matterId }, { balance: sql`${trustBalances.balance} - ${amount}` });
}

/** Takes free money out of the balance; false if the matter has less than that free (B4). */
export async function withdrawTrust(tx: Db, { firmId, matterId, amount }: TrustMoney): Promise<boolean> {
  const taken = await tx
    .update(trustBalances)
    .set({ balance: sql`${trustBalances.balance} - ${amount}` })
    .where(and(ofMatter({ firmId, matterId }), sql`${freeTrust()} >= ${amount}`))
    .returning({ matterId: trustBalances.matterId });
  return taken.length === 1;
}

/** @throws if the matter has no balance: the ledger is posted in the same transaction, and the two must agree */
async function changeBalance(
  tx: Db,
  matter: Pick<HoldInput, 'firmId' | 'matterId'>,
  change: { readonly held?: SQL; readonly balance?: SQL },
): Promise<void> {
  const changed = await tx
    .update(trustBalances)
    .set(change)
    .where(ofMatter(matter))
    .returning({ matterId: trustBalances.matterId });
  if (changed.length !== 1) {
    throw new Error(`Matter ${matter.matterId} of firm ${matter.firmId} has no trust balance`);
  }
}

function ofMatter({ firmId, matterId }: Pick<HoldInput, 'firmId' | 'matterId'>) {
  return and(eq(trustBalances.firmId, firmId), eq(trustBalances.matterId, matterId));
}

async function endHold(tx: Db, { firmId, refundId }: RefundKey) {
  const [hold] = await tx
    .update(trustHolds)
    .set({ status: 'released' })
    .where(
      and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId), eq(trustHolds.status, 'held')),
    )
    .returning();
  return hold;
}
