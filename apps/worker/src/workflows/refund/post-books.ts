// What the processor took is taken up by the books (R5, R8).
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { insist, quick } from '../activity-proxies.ts';
import { now, type Progress } from './refund-progress.ts';

/** Moves the books side by side and opens what is owed. */
export async function moveBooks(input: RefundWorkflowInput, progress: Progress): Promise<void> {
  const asked = () => ({ ...input, at: now() });
  const [, decisions, steps] = await Promise.all([
    insist(progress, 'debitOperatingAccount', () =>
      quick('Debit the operating account').debitOperatingAccount(asked()),
    ),
    insist(progress, 'reverseInvoicePayment', () =>
      quick('Reverse the invoice payment').reverseInvoicePayment(asked()),
    ),
    insist(progress, 'openTrustFollowUp', () =>
      quick('Open the trust steps that are owed').openTrustFollowUp(asked()),
    ),
  ]);
  progress.owes([...decisions, ...steps]);
}
