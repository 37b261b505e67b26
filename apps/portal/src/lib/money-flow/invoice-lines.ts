// The invoice payments behind a refund: open again, written off, credited, or standing as they were (R8).
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import type { FlowFacts } from './flow-facts.ts';
import type { InvoiceLine } from './flow-shape.ts';

const DECIDED: Record<InvoiceDecision, string> = {
  still_due: 'open again: still due',
  write_off: 'written off',
  credit_note: 'credited',
  paid_otherwise: 'paid by another payment',
};

export function invoiceLines(facts: FlowFacts): InvoiceLine[] {
  return facts.payment.allocations
    .filter(({ account }) => account === 'operating')
    .flatMap((allocation) => {
      const words = wordsOf(facts, allocation);
      if (words === null) return [];
      const { invoiceNumber, kind, amount } = allocation;
      if (invoiceNumber !== null) return [{ title: `Invoice ${invoiceNumber}`, amount, words }];
      return [
        { title: kind === 'surcharge' ? 'Card surcharge' : 'Not on an invoice', amount, words: 'given back' },
      ];
    });
}

type Allocation = FlowFacts['payment']['allocations'][number];

/** Null where the refund leaves the invoice payment as it is. */
function wordsOf(
  { refundId, status, obligations, postings }: FlowFacts,
  allocation: Allocation,
): string | null {
  const { id, reversedByRefundId } = allocation;
  const decision = obligations.find(
    (one) => one.kind === 'invoice_decision' && one.subject === id && one.status === 'done',
  )?.decision;
  if (status === null) return 'will be open again';
  const isReversed = reversedByRefundId !== null && reversedByRefundId === refundId;
  // After a failure it stays reversed while the client is still to be paid.
  if (isReversed && isUnpaidEnd(status)) return 'open again';
  if (isReversed) return decision ? DECIDED[decision] : 'open again: decision needed';
  if (isUnpaidEnd(status)) return postings.length === 0 ? null : 'stands as paid again';
  // An earlier refund that failed reversed it, or the books do not know the invoice.
  if (reversedByRefundId !== null) return decision ? DECIDED[decision] : 'open since an earlier refund';
  return postings.length === 0 ? 'will be open again' : decision ? DECIDED[decision] : null;
}
