// The labels of connections to payment companies.
import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import type { ConnectionStatus, DrawsOn, PaysOutTo, Settles } from '@makewhole/domain/connections';
import type { LossesDebit } from '@makewhole/domain/losses';
import type { Connection } from '#lib/api-types.ts';
import type { Tone } from '#lib/ui/tone.ts';

type Choice = { readonly label: string; readonly meaning: string };

export const STATUS_LABELS: Record<
  ConnectionStatus,
  { readonly label: string; readonly tone: Tone; readonly icon: typeof Clock }
> = {
  new: { label: 'Needs confirmation', tone: 'warning', icon: Clock },
  active: { label: 'Connected', tone: 'positive', icon: CircleCheck },
  broken: { label: 'Credentials rejected', tone: 'danger', icon: CircleX },
  disabled: { label: 'Disabled', tone: 'neutral', icon: Ban },
};

export const MODE_LABELS: Record<Connection['mode'], Choice> = {
  live: { label: 'Live', meaning: 'Moves real money.' },
  test: { label: 'Test', meaning: 'For trying things out. No money moves.' },
};

export const DRAWS_ON_LABELS: Record<DrawsOn, Choice> = {
  operating: {
    label: 'Operating',
    meaning:
      'All refunds are paid from operating. For the trust portion, three trust steps then repay the firm.',
  },
  account_of_payment: {
    label: "The payment's account",
    meaning: 'Trust deposits are refunded from trust; everything else from operating.',
  },
};

export const LOSSES_LABELS: Record<LossesDebit, Choice> = {
  operating: {
    label: 'Operating',
    meaning: 'Returns and disputes are debited from operating, so client funds never cover them.',
  },
  account_of_payment: {
    label: "The payment's account",
    meaning: 'Returns and disputes of trust deposits are debited from trust. The firm must replenish it.',
  },
};

export const SETTLES_LABELS: Record<Settles, Choice> = {
  gross: {
    label: 'Gross',
    meaning: 'Each payment is deposited in full, and each refund is a separate withdrawal.',
  },
  net: {
    label: 'Net',
    meaning: "Payments go to a balance at the processor, which pays out what's left after refunds and fees.",
  },
};

export const PAYS_OUT_TO_LABELS: Record<PaysOutTo, Choice> = {
  mixed: {
    label: 'Each to its own account',
    meaning: 'Trust deposits to trust; everything else to operating.',
  },
  operating: { label: 'Operating', meaning: 'All payouts.' },
  trust: { label: 'Trust', meaning: 'All payouts.' },
};

/** The choices of a rule, in the order of its table. */
export function choicesOf(labels: Readonly<Record<string, Choice>>) {
  return Object.entries(labels).map(([value, words]) => ({ value, ...words }));
}

/** "All granted", or what is not. */
export function describePermissions({ permissions }: NonNullable<Connection['report']>): string {
  const named = (status: 'missing' | 'unknown') =>
    permissions.filter((one) => one.status === status).map(({ name }) => name);
  const [missing, unknown] = [named('missing'), named('unknown')];
  const found = [
    ...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []),
    ...(unknown.length > 0 ? [`Couldn't check: ${unknown.join(', ')}.`] : []),
  ];
  return found.join(' ') || 'The key has all the permissions refunds need.';
}
