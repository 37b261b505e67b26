import type { EmailFacts } from '../emails/compose.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { findRefundFacts } from '@makewhole/db/refunds/refund-view';

/** What an email of a refund is composed of. @param owed what waits for its reader, where something does */
export async function readEmailFacts(
  db: Dependencies['db'],
  input: Pick<ActivityInput, 'firmId' | 'refundId'>,
  owed: EmailFacts['owed'],
  portalUrl: string,
): Promise<EmailFacts> {
  const refund = await findRefundFacts(db, input);
  const payment = await findPayment(db, { firmId: input.firmId, transactionId: refund.transactionId });
  if (payment === null)
    throw new Error(`The payment ${refund.transactionId} of refund ${refund.id} is missing`);
  return { refund, payment, owed, portalUrl };
}
