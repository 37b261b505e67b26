// The hold on a matter's money in the trust account that a refund takes it from (B4): placed with the request, consumed
// by trust step (a), released by every end before that. All of them lock the balance's row, so the money cannot be
// promised twice. What the bank takes back is deducted whatever is held. Triggers keep what is held in each account as
// the sum of its standing holds, and its balance as the sum of its entries (ADR 39).
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { ZERO, money, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { trustAccountBalances } from '../schema/matters.ts';
import { trustHolds } from '../schema/trust.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { RefundKey } from '../lock-refund.ts';
import { isMoney, lockIfFree, type TrustAccountMoney } from './free-trust.ts';
import { findImportedLimit, type BalanceRule } from './imported-limit.ts';
import { addToTotals, lockTrustMoney } from './matter-totals.ts';
import type { TrustRefused } from './trust-refusal.ts';

export type HoldInput = RefundKey & TrustAccountMoney & { readonly amount: Money };

/**
 * Sets the amount aside for a refund that is recorded next in the same transaction, or says why not: too little of the
 * matter's money in that account is free, or the balance of the firm's own system forbids it. Of two that race, one waits,
 * and an import of that balance takes its turn with them.
 * @param rule null where the money has left already, so that no balance matters
 */
export async function reserveTrust(
  tx: Db,
  { amount, ...of }: Omit<HoldInput, 'refundId'>,
  rule: BalanceRule | null,
): Promise<{ readonly kind: 'held' } | TrustRefused> {
  await lockTrustMoney(tx, of);
  const limit = rule === null ? UNLIMITED : await findImportedLimit(tx, of, rule, 0);
  if (limit.kind !== 'less') return limit;
  const { by, because } = limit;
  if (!(await lockIfFree(tx, of, money(amount + by)))) return { kind: 'insufficient', because };
  await addToTotals(tx, of, { held: amount });
  return { kind: 'held' };
}

const UNLIMITED = { kind: 'less', by: ZERO, because: null } as const;

/** Records which refund the reserved amount is for; the refund's row must exist already. */
export async function recordHold(tx: Db, hold: HoldInput): Promise<void> {
  await tx.insert(trustHolds).values(hold);
}

/**
 * Releases the held amount, unless the client is still to be paid: then it stays held until that task ends. Does
 * nothing if no hold stands any more.
 */
export async function releaseHold(tx: Db, refund: RefundKey): Promise<void> {
  if ((await keepForRepayment(tx, refund, 'held')) !== undefined) return;
  for (const hold of await endHolds(tx, isHoldOf(refund), 'released')) {
    await addToTotals(tx, hold, { held: -hold.amount });
  }
}

/** The refunded trust money is back, and the client is still to be paid with it: it is held for them again. */
export async function holdAgain(tx: Db, refund: RefundKey): Promise<void> {
  const kept = await keepForRepayment(tx, refund, 'consumed');
  if (kept !== undefined) await addToTotals(tx, kept, { held: kept.amount });
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
export async function findRepaymentHold(tx: Db, payment: PaymentKey): Promise<number> {
  const held = await tx.select({ amount: trustHolds.amount }).from(trustHolds).where(isForClientOf(payment));
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
export async function releaseRepaymentHolds(tx: Db, payment: PaymentKey): Promise<HoldInput[]> {
  const released = await endHolds(tx, isForClientOf(payment), 'released');
  for (const hold of released) await addToTotals(tx, hold, { held: -hold.amount });
  return released;
}

/**
 * Uses up the hold, for the posting of trust step (a) to follow in the same transaction. False if the account no longer
 * has the money, because the bank took it back: no act of ours overdraws a client's ledger (B4), whatever the matter has
 * in another account.
 */
export async function consumeHold(tx: Db, refund: RefundKey): Promise<boolean> {
  const [hold] = await tx.select().from(trustHolds).where(isHoldOf(refund)).for('update');
  if (hold === undefined) throw new Error(`Refund ${refund.refundId} has no standing hold to consume`);
  await lockTrustMoney(tx, hold);
  const [standing] = await tx
    .select({ balance: trustAccountBalances.balance })
    .from(trustAccountBalances)
    .where(isMoney(hold))
    .for('update');
  if (standing === undefined) throw new Error(`Matter ${hold.matterId} has no trust balance`);
  if (standing.balance < hold.amount) return false;
  await endHolds(tx, isHoldOf(refund), 'consumed');
  await addToTotals(tx, hold, { held: -hold.amount, balance: -hold.amount });
  return true;
}

function isHoldOf({ firmId, refundId }: RefundKey): SQL | undefined {
  return and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId), eq(trustHolds.status, 'held'));
}

/**
 * The processor paid the held amount out of trust: the hold is used up, for the posting to follow in the same
 * transaction, whatever the account has.
 * @throws Error without a standing hold: a trust leg never reaches the processor without one
 */
export async function spendHold(tx: Db, refund: RefundKey): Promise<HoldInput> {
  const [hold] = await endHolds(tx, isHoldOf(refund), 'consumed');
  if (hold === undefined) throw new Error(`Refund ${refund.refundId} has no standing hold to spend`);
  await addToTotals(tx, hold, { held: -hold.amount, balance: -hold.amount });
  return hold;
}

function endHolds(tx: Db, which: SQL | undefined, status: 'released' | 'consumed'): Promise<HoldInput[]> {
  return tx.update(trustHolds).set({ status }).where(which).returning();
}
