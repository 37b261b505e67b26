import { trustAmountOf, type RefusalCode } from '@makewhole/domain/eligibility';
import { ZERO, sum } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { PaymentView } from '../payments/payment-view.ts';
import { findDrawsOn } from '../connections/connection-rules.ts';

/**
 * Why a payment cannot be refunded by what its connection draws refunds on: nobody has said it; or it would take trust
 * money out of trust that has paid an invoice since (T7). Null if it can.
 */
export async function findDrawnOnRefusal(
  tx: Db,
  { firmId }: Pick<PaymentKey, 'firmId'>,
  payment: PaymentView,
): Promise<RefusalCode | null> {
  const drawsOn = await findDrawsOn(tx, { firmId, transactionId: payment.transactionId });
  if (drawsOn === null) return 'drawn_on_unknown';
  const received = sum(
    payment.items.filter(({ account }) => account === 'trust').map(({ amount }) => amount),
  );
  const isThere = received === (trustAmountOf(payment) ?? ZERO);
  return drawsOn === 'account_of_payment' && !isThere ? 'drawn_on_trust_applied' : null;
}
