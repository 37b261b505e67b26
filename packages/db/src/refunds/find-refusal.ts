import { isInUse } from '@makewhole/domain/connections';
import type { RefusalCode } from '@makewhole/domain/eligibility';
import type { Db } from '../connect.ts';
import { findConnectionOf } from '../connections/find-connection.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { PaymentView } from '../payments/payment-view.ts';
import { isRepaid } from '../repayments/is-repaid.ts';
import { findDrawnOnRefusal } from './drawn-on-refusal.ts';

/** Why a payment cannot be refunded that its own facts allow to be: by what else is known of it. Null if it can. */
export async function findRefusal(
  tx: Db,
  { firmId }: Pick<PaymentKey, 'firmId'>,
  payment: PaymentView,
): Promise<RefusalCode | null> {
  const key = { firmId, transactionId: payment.transactionId };
  if (await isRepaid(tx, key)) return 'repaid_another_way';
  const connection = await findConnectionOf(tx, key);
  // Refunds that run already are followed to their end.
  if (connection !== null && !isInUse(connection)) return 'connection_not_allowed';
  return findDrawnOnRefusal(tx, key, payment);
}
