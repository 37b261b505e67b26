// The client's bank took a payment back for them after the firm had paid them another way: the fraud that the guard rails
// of a repayment are against.
import { and, eq } from 'drizzle-orm';
import type { AttentionCause } from '@makewhole/domain/attention';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import type { Money } from '@makewhole/domain/money';
import type { RepaymentStep } from '@makewhole/domain/repayment-postings';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { hasPaymentPosting } from '../ledger/payment-posting.ts';
import { openObligations } from '../obligations/open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { isRepaymentOf } from './open-repayment.ts';

const PAID: readonly RepaymentStep[] = ['repaid', 'remitted_to_state'];

/** Whether money left the firm for the client after a refund failed. */
export function wasPaidAnotherWay(tx: Db, payment: PaymentKey): Promise<boolean> {
  return hasPaymentPosting(tx, payment, PAID);
}

const BOUNCED = 'original_bounced' satisfies AttentionCause;

/** Asks a lawyer to recover it, on the refund that failed, which reopens. */
export async function askForMoney(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  { amount }: { readonly amount: Money },
  at: Date,
): Promise<void> {
  const [task] = await tx
    .select({ subject: obligations.subject })
    .from(obligations)
    .where(isRepaymentOf({ firmId, transactionId }))
    .orderBy(obligations.openedAt)
    .limit(1);
  if (task === undefined) return;
  const refundId = asId<RefundId>(task.subject);
  await tx
    .update(refunds)
    .set({ closedAt: null })
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  const summary = ATTENTION_SUMMARIES[BOUNCED];
  await openObligations(
    tx,
    { firmId, refundId },
    [{ kind: 'attention', subject: BOUNCED, summary, amount }],
    at,
  );
}
