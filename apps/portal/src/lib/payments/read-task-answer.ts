// Reads a person's answer to a task about a payment (B16) from its form.
import { REPAYMENT_WAYS } from '@makewhole/domain/obligations';
import type { components } from '@makewhole/client/schema';
import { textOf } from '#lib/forms/text-of.ts';

type Answer = components['schemas']['PaymentTaskAnswer'];

export type TaskAnswerReading =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly fault: string };

/** @param named the file that was stored with it */
export function readTaskAnswer(form: FormData, named: { readonly evidenceId?: string }): TaskAnswerReading {
  const note = textOf(form, 'note');
  if (form.get('kind') === 'dispute') {
    if (note === '') return refuse('Say what you sent and when: it is kept with the payment.');
    return { ok: true, answer: { kind: 'dispute', note } };
  }
  const paidBy = REPAYMENT_WAYS.find((way) => way === form.get('paidBy'));
  if (paidBy === undefined) return refuse('Choose how the client was paid.');
  const { evidenceId } = named;
  if (paidBy === 'credit') {
    if (note === '' || evidenceId === undefined) {
      return refuse('For a credit, say what the client agreed to and attach their agreement.');
    }
    return { ok: true, answer: { kind: 'repayment', paidBy, note, evidenceId } };
  }
  const reference = textOf(form, 'reference');
  const date = textOf(form, 'date');
  if (reference === '' || date === '') {
    return refuse('Enter the number of the check or transfer, and its date.');
  }
  const said = { ...(note !== '' && { note }), ...(evidenceId !== undefined && { evidenceId }) };
  return { ok: true, answer: { kind: 'repayment', paidBy, reference, date, ...said } };
}

function refuse(fault: string): TaskAnswerReading {
  return { ok: false, fault };
}
