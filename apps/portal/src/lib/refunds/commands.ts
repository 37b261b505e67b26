// The forms in which a person decides about an invoice, or reports on an unknown outcome.
import { INVOICE_DECISIONS, type InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import { RESOLVE_OUTCOMES, type ResolveOutcome } from '@makewhole/domain/contracts/refund';
import { textOf } from '#lib/forms/text-of.ts';

export const OUTCOME_LABELS: Record<ResolveOutcome, { label: string; meaning: string }> = {
  look_again: { label: 'Look again', meaning: 'Ask the payment processor once more, now.' },
  refunded: {
    label: 'It was refunded',
    meaning: 'The processor shows the refund: give its reference below.',
  },
  not_refunded: {
    label: 'It never happened',
    meaning:
      'The processor is certain that there is no such refund. Once a second person has said so too, where your firm has one, it ends as failed, and the books stay as they are.',
  },
  refunded_differently: {
    label: 'It was refunded differently',
    meaning:
      'The processor made it in another amount, or of another payment. Once a second person has said so too, where your firm has one, it ends as failed; what was paid has to be explained, and that payment cannot be refunded here any more.',
  },
};

export type DecisionReading =
  | {
      readonly ok: true;
      readonly decision: InvoiceDecision;
      /** Only for paid_otherwise. */
      readonly payingTransactionId?: string;
      readonly note: string;
    }
  | { readonly ok: false; readonly fault: string };

export function readDecision(form: FormData): DecisionReading {
  const decision = INVOICE_DECISIONS.find((known) => known === form.get('decision'));
  if (decision === undefined) return { ok: false, fault: 'Choose what becomes of the invoice.' };
  const note = textOf(form, 'note');
  if (decision !== 'paid_otherwise') return { ok: true, decision, note };
  const payingTransactionId = textOf(form, 'payingTransactionId');
  if (payingTransactionId === '') {
    return { ok: false, fault: 'Enter the transaction ID of the payment that paid the invoice.' };
  }
  return { ok: true, decision, payingTransactionId, note };
}

export type ResolutionReading =
  | {
      readonly ok: true;
      readonly outcome: ResolveOutcome;
      readonly processorReference: string;
      readonly note: string;
    }
  | { readonly ok: false; readonly fault: string };

export function readResolution(form: FormData): ResolutionReading {
  const outcome = RESOLVE_OUTCOMES.find((known) => known === form.get('outcome'));
  const processorReference = textOf(form, 'processorReference');
  const note = textOf(form, 'note');
  if (outcome === undefined) return { ok: false, fault: 'Choose what you found out.' };
  if (outcome === 'refunded' && processorReference === '') {
    return { ok: false, fault: "Enter the payment processor's reference of the refund." };
  }
  if (note === '') return { ok: false, fault: 'Note how you know: it is kept with the refund.' };
  return { ok: true, outcome, processorReference, note };
}
