import { z } from '@hono/zod-openapi';
import { INVOICE_DECISIONS, type InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import { transactionIdSchema } from '../http/fields.ts';

/** The fields of a decision about an invoice, after a refund and after a loss alike. */
export const invoiceDecisionFields = {
  decision: z.enum(INVOICE_DECISIONS).openapi({
    description:
      'still_due: the client still owes it. write_off, credit_note: at most what is open on the invoice. paid_otherwise: another payment paid it, and nothing is open.',
  }),
  payingTransactionId: transactionIdSchema.nullish().openapi({
    description: 'For paid_otherwise: the payment that paid the invoice.',
  }),
};

type Decided = {
  readonly decision: InvoiceDecision;
  readonly payingTransactionId?: string | null | undefined;
};

/** Exactly a decision that another payment paid it names that payment. */
export function namesItsPayment({ decision, payingTransactionId }: Decided): boolean {
  return (decision === 'paid_otherwise') === (payingTransactionId != null);
}

export const NAMES_ITS_PAYMENT = {
  path: ['payingTransactionId'],
  message: 'must be the transaction ID of the payment that paid the invoice, exactly for paid_otherwise',
};
