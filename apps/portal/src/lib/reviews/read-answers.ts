import type { ReviewAnswers } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';

export type AnswersReading =
  { readonly ok: true; readonly answers: ReviewAnswers } | { readonly ok: false; readonly fault: string };

/** Reads a lawyer's answers about a sampled transaction from their form. */
export function readAnswers(form: FormData): AnswersReading {
  const isYes = (name: string) => form.get(name) === 'yes';
  const saw = form.getAll('saw');
  const typed = textOf(form, 'disbursements');
  if (!/^\d{1,4}$/.test(typed)) return { ok: false, fault: 'Say how many disbursements it has: 0 or more.' };
  const [sawOther, explanation] = [textOf(form, 'sawOther'), textOf(form, 'explanation')];
  const found = {
    negativeBalance: isYes('negativeBalance'),
    outstanding: isYes('outstanding'),
    improper: isYes('improper'),
  };
  if (Object.values(found).includes(true) && explanation === '') {
    return { ok: false, fault: 'Explain what you answered with yes, and what is done about it.' };
  }
  return {
    ok: true,
    answers: {
      ...found,
      ...{ sawStatement: saw.includes('statement'), sawLedger: saw.includes('ledger') },
      ...{ sawChecks: saw.includes('checks'), sawOther: sawOther === '' ? null : sawOther },
      ...{ disbursements: Number(typed), explanation: explanation === '' ? null : explanation },
    },
  };
}
