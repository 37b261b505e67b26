import type { DifferenceKind } from '@makewhole/domain/reconciliation/difference';

export const DIFFERENCE_TITLES: Record<DifferenceKind, string> = {
  payment_differs: 'The processor has another payment',
  payment_unusable: "The processor's record cannot be used",
  receipt_missing: 'A receipt is not in the books',
  trust_differs: 'Trust balance and ledger do not agree',
  refunded_elsewhere: 'Refunded at the processor itself',
  refunded_twice: 'Refunded twice at the processor',
  amount_differs: 'Another amount at the processor',
  status_differs: 'Another status at the processor',
  missing_at_processor: 'Missing at the processor',
  books_differ: 'The books do not agree',
  workflow_missing: 'Nothing moves this refund on',
};
