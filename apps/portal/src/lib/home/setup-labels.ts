import type { Setup } from '#lib/api-types.ts';

export type SetupStepName = Setup['steps'][number]['name'];

type Label = {
  readonly title: string;
  /** The same of one that is done. */
  readonly done: string;
  /** The page where the step is taken. */
  readonly href: string;
  readonly link: string;
};

export const SETUP_LABELS: Readonly<Record<SetupStepName, Label>> = {
  connection: {
    title: 'Connect your payment company',
    done: 'payment company connected',
    href: '/settings/connections',
    link: 'Connections',
  },
  matters: {
    title: 'Bring in your matters',
    done: 'matters',
    href: '/settings/import?kind=matters',
    link: 'Import matters',
  },
  trust_balances: {
    title: 'Bring in your trust balances',
    done: 'trust balances',
    href: '/settings/import?kind=trust-balances',
    link: 'Import trust balances',
  },
  people: {
    title: 'Invite your people',
    done: 'people',
    href: '/settings/users',
    link: 'Users',
  },
  reconciliation: {
    title: 'Make your first reconciliation',
    done: 'reconciliation',
    href: '/reconciliation/month-ends',
    link: 'Month ends',
  },
  test_refund: {
    title: 'Refund a test payment',
    done: 'a refund',
    href: '/refund',
    link: 'Refund a payment',
  },
};

/** @returns the step's title; the step itself, as text, for one that a later release knows */
export function setupTitleOf(step: unknown): string {
  const known = Object.entries(SETUP_LABELS).find(([name]) => name === step);
  return known?.[1].title ?? (typeof step === 'string' ? step : 'one of them');
}
