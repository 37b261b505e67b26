// Reads how a client was paid whose refund failed (B16) from its form.
import { REPAYMENT_WAYS } from '@makewhole/domain/repayment-ways';
import { textOf } from '#lib/forms/text-of.ts';
import type { TaskAnswerReading } from './task-answer-reading.ts';

export function readRepayment(
  form: FormData,
  { note, evidenceId: kept }: { readonly note: string; readonly evidenceId?: string },
): TaskAnswerReading {
  const kind = 'repayment';
  if (form.get('paidBy') === 'withdrawn') {
    if (note === '') return refuse('Say why it was not paid that way: it is kept with the refund.');
    return { ok: true, answer: { kind, paidBy: 'withdrawn', note } };
  }
  const paidBy = REPAYMENT_WAYS.find((way) => way === form.get('paidBy'));
  if (paidBy === undefined) return refuse('Choose how the client was paid.');
  // Who confirms sends the first person's file again.
  const evidenceId = kept ?? (textOf(form, 'evidenceId') || undefined);
  if (paidBy === 'credit') {
    if (note === '' || evidenceId === undefined) {
      return refuse('For a credit, say what the client agreed to and attach their agreement.');
    }
    return { ok: true, answer: { kind, paidBy, note, evidenceId } };
  }
  const evidence = evidenceId !== undefined && { evidenceId };
  if (paidBy === 'owed') {
    if (note === '') return refuse('Say why nothing is to be paid: it is kept with the refund.');
    return { ok: true, answer: { kind, paidBy, note, ...evidence } };
  }
  const [reference, date] = [textOf(form, 'reference'), textOf(form, 'date')];
  if (reference === '' || date === '') {
    return refuse('Enter the number of the check or transfer, and its date.');
  }
  const earlyReason = textOf(form, 'earlyReason');
  const payee = textOf(form, 'payee');
  const said = {
    ...{ reference, date, ...evidence },
    ...(note !== '' && { note }),
    ...(earlyReason !== '' && { earlyReason }),
  };
  if (paidBy === 'state') return { ok: true, answer: { kind, paidBy, ...said } };
  return { ok: true, answer: { kind, paidBy, ...said, ...(payee !== '' && { payee }) } };
}

function refuse(fault: string): TaskAnswerReading {
  return { ok: false, fault };
}
