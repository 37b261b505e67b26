import { TRANSACTION_ID_LENGTH_MAX, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { viewPayments, type PaymentView } from './payment-view.ts';
import { isStorableText } from '@makewhole/domain/storable-text';

/**
 * The firm's payment with exactly this transaction ID, byte for byte (R1): no other case, no part of it, no white space
 * around it, no other Unicode form. Null where there is none; another firm's is null too.
 */
export async function findPayment(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<PaymentView | null> {
  if (transactionId.length > TRANSACTION_ID_LENGTH_MAX || !isStorableText(transactionId)) return null;
  const [payment] = await viewPayments(db, firmId, [transactionId]);
  return payment ?? null;
}
