import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import { TRUST_MOVES } from '@makewhole/domain/obligations';
import type { DatedMove } from '@makewhole/domain/trust-step-dates';
import type { Obligation, RefundEvent } from '#lib/api-types.ts';
import { formatBankDate } from '#lib/time/format.ts';
import { INVOICE_DECISION_WORDS } from './obligation-words.ts';

type Told = readonly Pick<RefundEvent, 'type' | 'data'>[];

/** What an obligation that is done came to, in words; null where there is no more to say than that it is done. */
export function describeResult(
  { id, status, decision }: Obligation,
  events: Told,
  currency: Currency,
): string | null {
  if (status !== 'done') return null;
  if (decision !== null) return `${INVOICE_DECISION_WORDS[decision].label}.`;
  const { amount, date, reference } = whatWasDone(id, events);
  if (typeof amount !== 'number' || typeof date !== 'string' || typeof reference !== 'string') return null;
  return `${formatMoney(money(amount), currency)} on ${formatBankDate(date)}, reference ${reference}.`;
}

/** What the person who did it wrote down, with who and when; null where they wrote nothing. */
export function noteOn(
  { id, settledBy }: Pick<Obligation, 'id' | 'settledBy'>,
  events: Told,
): { readonly text: string; readonly by: string | null } | null {
  const { note } = whatWasDone(id, events);
  return typeof note === 'string' && note !== '' ? { text: note, by: settledBy } : null;
}

/** The ID of the file that proves what was done; null where none was kept. */
export function evidenceOf({ id }: Obligation, events: Told): string | null {
  const { evidenceId } = whatWasDone(id, events);
  return typeof evidenceId === 'string' ? evidenceId : null;
}

/** The trust steps that were taken, with the day of each. */
export function recordedDates(
  obligations: readonly Pick<Obligation, 'id' | 'kind'>[],
  events: Told,
): DatedMove[] {
  return TRUST_MOVES.flatMap((step) => {
    const obligation = obligations.find(({ kind }) => kind === `trust_${step}`);
    const date = obligation && whatWasDone(obligation.id, events)['date'];
    return typeof date === 'string' ? [{ step, date }] : [];
  });
}

function whatWasDone(obligationId: string, events: Told): Readonly<Record<string, unknown>> {
  const done = events.find(
    ({ type, data }) => type === 'obligation.done' && data['obligationId'] === obligationId,
  );
  return done?.data ?? {};
}
