import type { SyncedPayment } from '@makewhole/db/sync/take-payments';
import type { TransactionId } from '@makewhole/domain/ids';
import { noPage, type PageOutcome, type SyncWork } from './sync-outcome.ts';
import { readPayment } from './sync-records.ts';

type Asked = SyncedPayment | { readonly kind: 'not_found' } | Extract<PageOutcome, { kind: 'no_page' }>;

/** A payment as the company has it now. Another payment is no answer (R1). */
export async function askForPayment(
  { processor, key }: Pick<SyncWork, 'processor' | 'key'>,
  transactionId: TransactionId,
): Promise<Asked> {
  const answer = await processor.getPayment({ connectionId: key.connectionId, transactionId });
  if (answer.kind === 'unavailable') return noPage(answer);
  if (answer.kind === 'not_found') return answer;
  if (answer.kind === 'unreadable') return readPayment(answer);
  const { payment } = answer;
  const isAsked = [payment.transactionId, ...payment.aliases].includes(transactionId);
  return isAsked ? readPayment(payment) : noPage({});
}
