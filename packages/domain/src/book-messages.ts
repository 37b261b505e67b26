// What a firm's own system is told so that its books agree with ours (docs/practice-management.md): each message is
// about one entry, which a later message of the same refund may correct or undo.
import type { BankDate } from './bank-calendar.ts';
import type { AllocationId } from './ids.ts';
import type { Forgiveness, InvoiceDecision } from './invoice-decisions.ts';
import { money, type Money } from './money.ts';
import type { TrustMove } from './obligations.ts';
import type { Posting, PostingStep } from './postings.ts';

export const BOOK_MESSAGES = [
  'refund.invoice_reversed',
  'refund.invoice_reversal_undone',
  'refund.invoice_decided',
  'refund.invoice_decision_undone',
  'refund.trust_step_recorded',
  'refund.trust_step_undone',
  'refund.trust_disbursed',
  'refund.trust_disbursement_undone',
] as const;
export type BookMessageType = (typeof BOOK_MESSAGES)[number];

type Moved = {
  readonly amount: Money;
  /** Left out: the day of the event. */
  readonly date?: BankDate;
};
type OfInvoice = Moved & { readonly allocationId: AllocationId };

export type BookMessage =
  | (OfInvoice & { readonly type: 'refund.invoice_reversed' | 'refund.invoice_reversal_undone' })
  | (OfInvoice & {
      readonly type: 'refund.invoice_decided';
      readonly decision: InvoiceDecision;
      /** For paid_otherwise: the payment that paid the invoice. */
      readonly payingTransactionId: string | null;
    })
  | (OfInvoice & { readonly type: 'refund.invoice_decision_undone'; readonly decision: Forgiveness })
  | (Moved & {
      readonly type: 'refund.trust_step_recorded';
      readonly step: TrustMove;
      /** 0 for the first record, then 1, 2, 3, ... for each correction of its date or reference. */
      readonly correction: number;
    })
  | (Moved & { readonly type: 'refund.trust_step_undone'; readonly step: 'payment' | 'deposit' })
  | (Moved & { readonly type: 'refund.trust_disbursed' | 'refund.trust_disbursement_undone' });

/**
 * The messages of a refund's new postings. A decision and a trust step are told where a person records them; here only
 * what undoes them. The two postings that correct a date undo nothing.
 */
export function bookMessagesOf(posted: readonly Posting[]): BookMessage[] {
  return posted.filter(({ correction = 0 }) => correction === 0).flatMap(messageOf);
}

function messageOf(posting: Posting): BookMessage[] {
  const { step, allocationId, entries, effectiveOn } = posting;
  const amount = money(Math.max(...entries.map((entry) => Math.abs(entry.amount))));
  const moved = { amount, ...(effectiveOn !== undefined && { date: effectiveOn }) };
  if (allocationId !== null) return ofInvoice(step, { ...moved, allocationId });
  switch (step) {
    case 'undo_trust_payment':
      return [{ ...moved, type: 'refund.trust_step_undone', step: 'payment' }];
    case 'undo_trust_deposit':
      return [{ ...moved, type: 'refund.trust_step_undone', step: 'deposit' }];
    case 'trust_disbursement':
      return [{ ...moved, type: 'refund.trust_disbursed' }];
    case 'undo_trust_disbursement':
      return [{ ...moved, type: 'refund.trust_disbursement_undone' }];
    default:
      return [];
  }
}

function ofInvoice(step: PostingStep, paid: OfInvoice): BookMessage[] {
  switch (step) {
    case 'invoice_reversal':
      return [{ ...paid, type: 'refund.invoice_reversed' }];
    case 'undo_invoice_reversal':
      return [{ ...paid, type: 'refund.invoice_reversal_undone' }];
    case 'undo_write_off':
      return [{ ...paid, type: 'refund.invoice_decision_undone', decision: 'write_off' }];
    case 'undo_credit_note':
      return [{ ...paid, type: 'refund.invoice_decision_undone', decision: 'credit_note' }];
    default:
      return [];
  }
}

/** What a message is about, unique within its refund: of the messages about one entry, the newest version stands. */
export function entryOf(message: BookMessage): string {
  switch (message.type) {
    case 'refund.invoice_reversed':
    case 'refund.invoice_reversal_undone':
      return `reversal_${message.allocationId}`;
    case 'refund.invoice_decided':
    case 'refund.invoice_decision_undone':
      return `decision_${message.allocationId}`;
    case 'refund.trust_step_recorded':
    case 'refund.trust_step_undone':
      return `trust_${message.step}`;
    case 'refund.trust_disbursed':
    case 'refund.trust_disbursement_undone':
      return 'trust_disbursement';
  }
}
