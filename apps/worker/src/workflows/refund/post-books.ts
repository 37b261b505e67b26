// Posts to the books what the processor accepted (R5, R8).
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { retryUntilDone } from '../retry-until-done.ts';
import type { Progress } from './refund-progress.ts';

/** Posts the legs side by side and opens what they require of people. */
export async function postBooks(input: RefundWorkflowInput, progress: Progress): Promise<void> {
  const [, decisions, steps] = await Promise.all([
    retryUntilDone(progress, 'Debit the operating account').debitOperatingAccount(input),
    retryUntilDone(progress, 'Reverse the invoice payment').reverseInvoicePayment(input),
    retryUntilDone(progress, 'Open the trust steps that are owed').openTrustFollowUp(input),
  ]);
  progress.owes([...decisions, ...steps]);
}
