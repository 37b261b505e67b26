import { formatMoney, money, type Currency } from '@makewhole/domain/money';
import type { Obligation, RefundEvent } from '#lib/api-types.ts';
import { formatBankDate } from '#lib/time/format.ts';
import { INVOICE_DECISION_WORDS } from './obligation-words.ts';

/** What an obligation that is done came to, in words; null where there is no more to say than that it is done. */
export function describeResult(
  { id, status, decision }: Obligation,
  events: readonly Pick<RefundEvent, 'type' | 'data'>[],
  currency: Currency,
): string | null {
  if (status !== 'done') return null;
  if (decision !== null) return `${INVOICE_DECISION_WORDS[decision].label}.`;
  const done = events.find(({ type, data }) => type === 'obligation.done' && data['obligationId'] === id);
  const { amount, date, reference } = done?.data ?? {};
  if (typeof amount !== 'number' || typeof date !== 'string' || typeof reference !== 'string') return null;
  return `${formatMoney(money(amount), currency)} on ${formatBankDate(date)}, reference ${reference}.`;
}
