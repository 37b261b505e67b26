// The bank gives back to trust what it had taken from there for a dispute (ADR 46). What the firm had paid for the client
// meanwhile, as a replenishment of trust (B4) or as a refund that trust could not reimburse, is the firm's: the three
// trust steps bring it to operating, as after any other payment of the firm for its client (R5).
import { and, eq, isNull, sql } from 'drizzle-orm';
import { disputeReclaimed } from '@makewhole/domain/given-back-losses';
import { money, type Money } from '@makewhole/domain/money';
import { trustStepSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import type { PaymentKey, PaymentRow } from '../lock-payment.ts';
import { endPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { findPaymentPostings, postForPayment } from '../trust/payment-postings.ts';
import { lockTrustMoney, type MatterKey } from '../trust/matter-totals.ts';
import type { LossRow } from './record-losses.ts';
import { inverseOf } from './undo-lost.ts';

/**
 * Books what of the money the firm gets, and opens the steps that bring it to operating.
 * @param givenBack what the bank gave back to trust, minor units
 */
export async function reclaimTrust(
  tx: Db,
  { firmId, transactionId, matterId, currency }: PaymentRow,
  { id: causeId }: LossRow,
  givenBack: Money,
  at: Date,
): Promise<void> {
  if (matterId === null || givenBack === 0) return;
  await lockTrustMoney(tx, { firmId, matterId });
  const amount = money(Math.min(givenBack, await findPutIn(tx, { firmId, matterId })));
  if (amount <= 0) return;
  const payment = { firmId, transactionId };
  await postForPayment(tx, { ...payment, causeId, at }, [disputeReclaimed(amount, matterId)]);
  for (const step of TRUST_STEPS) {
    const summary = trustStepSummary(step, { amount, currency });
    const key = { ...payment, kind: `trust_${step}`, subject: causeId } as const;
    await openPaymentTask(tx, key, { summary, amount, at });
  }
}

/**
 * What the firm has paid for the matter's client because of losses that the bank took from trust, less the losses that
 * still stand: only what exceeds those is covered by what the bank gives back. Minor units.
 */
async function findPutIn(tx: Db, { firmId, matterId }: MatterKey): Promise<number> {
  const [row] = await tx.execute<{ putIn: string; standing: string }>(sql`
    SELECT (SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e JOIN postings b ON b.id = e.posting_id
        LEFT JOIN refunds r ON r.firm_id = b.firm_id AND r.id = b.refund_id
        WHERE e.firm_id = ${firmId} AND e.matter_id = ${matterId} AND e.account = 'client_receivable'
          AND (b.step IN ('replenish', 'dispute_reclaimed')
            -- An invoice may have been paid with the money of a refund: then no loss is behind it.
            OR b.step IN ('trust_money_gone', 'undo_trust_money_gone') AND EXISTS (SELECT FROM losses l
              WHERE l.firm_id = r.firm_id AND l.transaction_id = r.transaction_id AND l.withdrawn
                AND l.debits = 'account_of_payment'))) AS "putIn",
      (SELECT coalesce(sum(l.trust_amount), 0) FROM losses l
        JOIN payments p ON p.firm_id = l.firm_id AND p.transaction_id = l.transaction_id
        WHERE p.firm_id = ${firmId} AND p.matter_id = ${matterId} AND l.withdrawn AND l.status IN ('open', 'lost')
          AND l.debits = 'account_of_payment') AS standing`);
  return Number(row?.putIn ?? 0) - Number(row?.standing ?? 0);
}

/**
 * The bank takes the payment from trust again before the firm took its own money out: that money is gone, and the client
 * owes it as before.
 */
export async function undoReclaims(tx: Db, payment: PaymentKey, at: Date): Promise<void> {
  const { firmId, transactionId } = payment;
  const pending = await tx
    .select({ subject: obligations.subject })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        isNull(obligations.refundId),
        eq(obligations.kind, 'trust_payment'),
        eq(obligations.status, 'open'),
      ),
    );
  const reclaimed = (await findPaymentPostings(tx, payment)).filter(
    ({ step, causeId }) => step === 'dispute_reclaimed' && pending.some(({ subject }) => subject === causeId),
  );
  for (const posting of reclaimed) {
    const { causeId } = posting;
    if (causeId === null) continue;
    await postForPayment(tx, { firmId, transactionId, causeId, at }, [inverseOf(posting)]);
    for (const step of TRUST_STEPS) {
      const key = { firmId, transactionId, kind: `trust_${step}`, subject: causeId } as const;
      await endPaymentTasks(tx, key, { actor: ENGINE, at, answer: { outcome: 'lost' } });
    }
  }
}
