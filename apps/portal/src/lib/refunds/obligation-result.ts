import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import { TRUST_MOVES } from '@makewhole/domain/obligations';
import type { DatedMove } from '@makewhole/domain/trust-step-dates';
import type { Obligation, RefundEvent } from '#lib/api-types.ts';
import { formatBankDate } from '#lib/time/format.ts';
import { INVOICE_DECISION_LABELS } from './obligation-labels.ts';

type Told = readonly Pick<RefundEvent, 'type' | 'data'>[];

/** The result of a completed obligation, in words; null if there is no more to say than that it is done. */
export function describeResult(
  { id, status, decision }: Obligation,
  events: Told,
  currency: Currency,
): string | null {
  if (status !== 'done') return null;
  if (decision !== null) return `${INVOICE_DECISION_LABELS[decision].label}.`;
  const { amount, date, reference } = whatWasDone(id, events);
  if (typeof amount !== 'number' || typeof date !== 'string' || typeof reference !== 'string') return null;
  const result = `${formatMoney(money(amount), currency)} on ${formatBankDate(date)}, reference ${reference}.`;
  const correction = correctionOf(id, events);
  return correction === undefined ? result : `${result} ${describeCorrection(correction.data)}`;
}

/** The note of the person who completed it, with who and when; null if they wrote none. */
export function noteOn(
  { id, settledBy }: Pick<Obligation, 'id' | 'settledBy'>,
  events: Told,
): { readonly text: string; readonly by: string | null } | null {
  const note = doneEvent(id, events)?.data['note'];
  return typeof note === 'string' && note !== '' ? { text: note, by: settledBy } : null;
}

/** The ID of the file that proves it; null if none was kept. */
export function evidenceOf({ id }: Obligation, events: Told): string | null {
  const { evidenceId } = whatWasDone(id, events);
  return typeof evidenceId === 'string' ? evidenceId : null;
}

/** The completed trust steps, with the day and the reference of each. */
export function recordedSteps(
  obligations: readonly Pick<Obligation, 'id' | 'kind'>[],
  events: Told,
): (DatedMove & { readonly reference: string })[] {
  return TRUST_MOVES.flatMap((step) => {
    const obligation = obligations.find(({ kind }) => kind === `trust_${step}`);
    const { date, reference } = obligation === undefined ? {} : whatWasDone(obligation.id, events);
    return typeof date === 'string' ? [{ step, date, reference: String(reference) }] : [];
  });
}

/** Its current record: after the last correction, if there is one. */
function whatWasDone(obligationId: string, events: Told): Readonly<Record<string, unknown>> {
  return { ...doneEvent(obligationId, events)?.data, ...correctionOf(obligationId, events)?.data };
}

function doneEvent(obligationId: string, events: Told) {
  return events.find(({ type, data }) => type === 'obligation.done' && data['obligationId'] === obligationId);
}

function correctionOf(obligationId: string, events: Told) {
  return events.findLast(
    ({ type, data }) => type === 'trust_step.corrected' && data['obligationId'] === obligationId,
  );
}

/** Only people who may read the firm's notes see why it was corrected. */
function describeCorrection({ before, note }: Readonly<Record<string, unknown>>): string {
  const { date, reference } = before as Readonly<Record<string, unknown>>; // our own event's
  const why = typeof note === 'string' ? ` Why: ${note}` : '';
  return `Corrected: it said ${formatBankDate(String(date))}, reference ${String(reference)}.${why}`;
}
