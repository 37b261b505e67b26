// The labels of a payment's facts.
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Lock from '@lucide/svelte/icons/lock';
import {
  BANK_ACCOUNTS,
  type BankAccount,
  type PaymentMethod,
  type PaymentStatus,
  type PaymentType,
} from '@makewhole/domain/payments';
import type { Tone } from '#lib/ui/tone.ts';

type Words = { readonly label: string; readonly tone: Tone; readonly icon: typeof Clock };

export const PAYMENT_STATUS_LABELS: Record<PaymentStatus, Words> = {
  authorized: { label: 'Authorized', tone: 'info', icon: Lock },
  captured: { label: 'Captured', tone: 'info', icon: Clock },
  pending: { label: 'Pending', tone: 'info', icon: Clock },
  settled: { label: 'Settled', tone: 'positive', icon: CircleCheck },
  voided: { label: 'Voided', tone: 'neutral', icon: Ban },
  failed: { label: 'Failed', tone: 'danger', icon: CircleX },
  returned: { label: 'Returned', tone: 'danger', icon: ArrowLeftRight },
};

export const PAYMENT_TYPE_LABELS: Record<PaymentType, string> = {
  sale: 'Sale',
  authorization: 'Authorization',
  refund: 'Refund',
};

export const ACCOUNT_LABELS: Record<BankAccount, string> = { operating: 'Operating', trust: 'Trust' };

export const METHOD_LABELS: Record<PaymentMethod, string> = { card: 'Card', ach: 'Bank account (ACH)' };
const METHOD_SHORT: Record<PaymentMethod, string> = { card: 'Card', ach: 'ACH' };

type Instrument = { readonly method: PaymentMethod; readonly last4: string | null };

/** "Card ending in 4242": what a person compares with the client's own words. */
export function describeInstrument({ method, last4 }: Instrument): string {
  return last4 === null ? METHOD_LABELS[method] : `${METHOD_LABELS[method]} ending in ${last4}`;
}

/** The same for a column: "Card ••4242". */
export function shortInstrument({ method, last4 }: Instrument): string {
  return last4 === null ? METHOD_SHORT[method] : `${METHOD_SHORT[method]} ••${last4}`;
}

/** "Operating", "Trust" or "Operating + Trust". */
export function describeAccounts(parts: readonly { readonly account: BankAccount }[]): string {
  if (parts.length === 0) return 'Unassigned';
  return BANK_ACCOUNTS.filter((account) => parts.some((part) => part.account === account))
    .map((account) => ACCOUNT_LABELS[account])
    .join(' + ');
}
