// Reads a person's answer to a task about a payment (B16) from its form.
import { textOf } from '#lib/forms/text-of.ts';
import { readDecision as readInvoiceDecision } from '#lib/refunds/commands.ts';
import { readRepayment } from './read-repayment.ts';
import type { TaskAnswerReading } from './task-answer-reading.ts';
import { parseAmount } from '#lib/money-input.ts';

/** @param named the file that was stored with it */
export function readTaskAnswer(form: FormData, named: { readonly evidenceId?: string }): TaskAnswerReading {
  const note = textOf(form, 'note');
  if (form.get('kind') === 'dispute') {
    if (note === '') return refuse('Say what you sent and when: it is kept with the payment.');
    return { ok: true, answer: { kind: 'dispute', note } };
  }
  if (form.get('kind') === 'trace_missing') {
    if (note === '') return refuse('Say what you found: it is kept with the payment.');
    return { ok: true, answer: { kind: 'trace_missing', note } };
  }
  if (form.get('kind') === 'unclaimed') return readUnclaimed(form, note);
  if (form.get('kind') === 'invoice_decision') return readDecision(form, note);
  const move = TRUST_MOVES.find((kind) => kind === form.get('kind'));
  if (move !== undefined) return readMove(move, form, { note, ...named });
  return readRepayment(form, { note, ...named });
}

const TRUST_MOVES = [
  'trust_replenish',
  'trust_payment',
  'trust_deposit',
  'trust_transfer',
  'trust_restore',
] as const;

function readMove(
  kind: (typeof TRUST_MOVES)[number],
  form: FormData,
  { note, evidenceId }: { readonly note: string; readonly evidenceId?: string },
): TaskAnswerReading {
  if (kind === 'trust_restore' && form.get('outcome') === 'not_made') {
    if (note === '') return refuse('Say what became of the check or the transfer: it is kept.');
    const said = { kind, outcome: 'not_made', note } as const;
    return { ok: true, answer: { ...said, ...(evidenceId !== undefined && { evidenceId }) } };
  }
  const [reference, date] = [textOf(form, 'reference'), textOf(form, 'date')];
  const amount = parseAmount(textOf(form, 'amount'));
  if (amount === null) return refuse('Enter the amount in dollars and cents, such as 1,250.00.');
  if (reference === '' || date === '') return refuse("Enter the bank's reference, and the date.");
  const facts = { amount, date, reference, ...(note !== '' && { note }) };
  if (kind !== 'trust_replenish') {
    return { ok: true, answer: { kind, ...facts, ...(evidenceId !== undefined && { evidenceId }) } };
  }
  if (evidenceId === undefined) return refuse("Attach the bank's confirmation of the transfer.");
  return { ok: true, answer: { kind, ...facts, evidenceId } };
}

function readUnclaimed(form: FormData, note: string): TaskAnswerReading {
  const outcome = form.get('outcome');
  if (outcome !== 'check' && outcome !== 'state') {
    if (note === '') return refuse('Say whom you reached: it is kept with the payment.');
    return { ok: true, answer: { kind: 'unclaimed', outcome: 'reached', note } };
  }
  const [reference, date] = [textOf(form, 'reference'), textOf(form, 'date')];
  if (reference === '' || date === '')
    return refuse('Enter the number of the new check or report, and its date.');
  const paid = { paidBy: outcome, reference, date, ...(note !== '' && { note }) } as const;
  return { ok: true, answer: { kind: 'unclaimed', outcome: 'replaced', ...paid } };
}

function readDecision(form: FormData, note: string): TaskAnswerReading {
  const reading = readInvoiceDecision(form);
  if (!reading.ok) return reading;
  const { ok: _ok, note: _note, ...decided } = reading;
  return { ok: true, answer: { kind: 'invoice_decision', ...decided, ...(note !== '' && { note }) } };
}

function refuse(fault: string): TaskAnswerReading {
  return { ok: false, fault };
}
