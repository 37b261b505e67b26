// What becomes of an invoice whose payment was reversed (R8), and what its open balance allows.
import { ZERO, type Money } from './money.ts';

/** paid_otherwise: another payment paid it, such as the first of two. */
export const INVOICE_DECISIONS = ['still_due', 'write_off', 'credit_note', 'paid_otherwise'] as const;
export type InvoiceDecision = (typeof INVOICE_DECISIONS)[number];

/** The decisions that post: the firm does not ask for the amount any more. */
export type Forgiveness = Extract<InvoiceDecision, 'write_off' | 'credit_note'>;

export function isForgiveness(decision: InvoiceDecision): decision is Forgiveness {
  return decision === 'write_off' || decision === 'credit_note';
}

/**
 * exceeds_open_balance: more than the client still owes. invoice_still_open: it cannot be paid by another payment.
 * not_a_payment_of_it: no other standing payment of the firm with that ID paid this invoice.
 */
export type DecisionFault =
  | { readonly kind: 'exceeds_open_balance' | 'invoice_still_open'; readonly openBalance: Money }
  | { readonly kind: 'not_a_payment_of_it' };

/**
 * Why an invoice cannot be decided that way; null if it can.
 * @param amount how much of the invoice the reversed payment had paid
 * @param openBalance what the client owes on the invoice by our books, in minor units; negative if paid too much. A
 * payment that our books do not know can only make it smaller.
 * @param isPaidBy whether the payment that the decision names is another one that pays this invoice
 */
export function decisionFault({
  decision,
  amount,
  openBalance,
  isPaidBy,
}: {
  readonly decision: InvoiceDecision;
  readonly amount: Money;
  readonly openBalance: Money;
  readonly isPaidBy: boolean;
}): DecisionFault | null {
  if (isForgiveness(decision)) {
    return amount > openBalance ? { kind: 'exceeds_open_balance', openBalance } : null;
  }
  if (decision === 'still_due') return null;
  if (!isPaidBy) return { kind: 'not_a_payment_of_it' };
  return openBalance > ZERO ? { kind: 'invoice_still_open', openBalance } : null;
}

/** What the books say became of an invoice by the time its payment was reversed; null leaves it to the person. */
export function proposedDecision(openBalance: Money): 'paid_otherwise' | null {
  return openBalance > ZERO ? null : 'paid_otherwise';
}
