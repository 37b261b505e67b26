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
  new: { label: 'Waits for a second person', tone: 'warning', icon: Clock },
  active: { label: 'Working', tone: 'positive', icon: CircleCheck },
  broken: { label: 'Broken', tone: 'danger', icon: CircleX },
  disabled: { label: 'Disabled', tone: 'neutral', icon: Ban },
};

export const MODE_LABELS: Record<Connection['mode'], Choice> = {
  live: { label: 'Live', meaning: 'It moves real money.' },
  test: { label: 'Test', meaning: 'It moves no money: to try things out.' },
};

export const DRAWS_ON_LABELS: Record<DrawsOn, Choice> = {
  operating: {
    label: 'Operating',
    meaning:
      'All refunds leave operating. The trust part of one is then paid back to the firm in three steps.',
  },
  account_of_payment: {
    label: 'The account of the payment',
    meaning: 'What was deposited into trust is refunded from trust, and the rest from operating.',
  },
};

export const LOSSES_LABELS: Record<LossesDebit, Choice> = {
  operating: {
    label: 'Operating',
    meaning: "Returns and disputes are debited from operating, so that no client's money pays for them.",
  },
  account_of_payment: {
    label: 'The account of the payment',
    meaning: 'Returns and disputes of trust deposits are debited from trust. The firm must make that good.',
  },
};

export const SETTLES_LABELS: Record<Settles, Choice> = {
  gross: {
    label: 'Gross',
    meaning: 'Each payment is deposited in full, and each refund is a separate withdrawal.',
  },
  net: {
    label: 'Net',
    meaning: 'Payments go into a balance at the company, which pays out what is left after refunds and fees.',
  },
};

export const PAYS_OUT_TO_LABELS: Record<PaysOutTo, Choice> = {
  mixed: { label: 'Each to its own account', meaning: 'Deposits to trust, and the rest to operating.' },
  operating: { label: 'Operating', meaning: 'All of it.' },
  trust: { label: 'Trust', meaning: 'All of it.' },
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
    ...(unknown.length > 0 ? [`Could not be asked: ${unknown.join(', ')}.`] : []),
  ];
  return found.join(' ') || 'The key may do everything that refunds need.';
}
