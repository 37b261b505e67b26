// A refund of operating and trust money as the drawing gets it, and what the tests read off the drawing.
import { asId, type AllocationId, type MatterId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import {
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
  type Posting,
} from '@makewhole/domain/postings';
import type { FlowFacts } from '../flow-facts.ts';
import { moneyFlow } from '../money-flow.ts';

export const MATTER = asId<MatterId>('mat_1');
export const OPERATING = { account: 'operating', amount: money(600_00), drawnFrom: 'operating' } as const;
export const TRUST = { account: 'trust', amount: money(1_250_00), drawnFrom: 'operating' } as const;
export const DRAWN = { ...TRUST, drawnFrom: 'trust' } as const;
export const INVOICE = { allocationId: asId<AllocationId>('alloc_1'), amount: money(600_00) };
export const DEBITS = operatingDebits([OPERATING, TRUST]);
export const REVERSAL = invoiceReversals([OPERATING], [INVOICE]);
export const STEP_A = trustPayment(TRUST.amount, MATTER);
export const STEP_B = trustDeposit(TRUST.amount);
export const POSITION = {
  ...{ bankAccountId: 'ba_1', bankAccount: 'IOLTA' },
  ...{ balance: 3_400_00, held: 1_500_00, heldForThis: 1_250_00 },
};

type Owed = FlowFacts['obligations'][number];

export function owed(kind: Owed['kind'], status: Owed['status'] = 'open', more: Partial<Owed> = {}): Owed {
  return { kind, status, subject: 'alloc_1', dueAt: '2026-12-02T22:00:00Z', decision: null, ...more };
}

type Change = Omit<Partial<FlowFacts>, 'postings' | 'payment'> & {
  readonly postings?: readonly Posting[];
  readonly payment?: Partial<FlowFacts['payment']>;
};

export function flow({ postings = [], payment = {}, ...facts }: Change) {
  const allocation = {
    ...({
      id: 'alloc_1',
      account: 'operating',
      amount: 600_00,
      kind: null,
      invoiceExternalId: null,
    } as const),
    ...{ invoiceNumber: '10433', reversedAt: null, reversedByRefundId: null },
  };
  return moneyFlow({
    ...{ refundId: 'rf_1', status: 'processing', currency: 'USD', amount: 1_850_00 },
    ...{ legs: [OPERATING, TRUST], matterNumber: '10307-001', trust: POSITION },
    trustSteps: { from: 'succeeded', due: { bankDays: 2, after: 'owed' } },
    ...{ obligations: [], expected: { earliest: '2026-12-01', latest: '2026-12-02' }, arrivedOn: null },
    timeZone: 'America/New_York',
    ...facts,
    postings: postings.map((posting) => ({ ...posting, effectiveOn: posting.effectiveOn ?? '2026-11-30' })),
    payment: {
      ...{ allocations: [allocation], disputed: false, dispute: null, tasks: [], amount: 1_850_00 },
      ...payment,
    },
  });
}

export const reversedBy = (refundId: string) => [
  {
    ...({
      id: 'alloc_1',
      account: 'operating',
      amount: 600_00,
      kind: null,
      invoiceExternalId: null,
    } as const),
    ...{ invoiceNumber: '10433', reversedAt: '2026-11-30T15:00:00Z', reversedByRefundId: refundId },
  },
];

export const arrows = (drawn: ReturnType<typeof flow>) =>
  drawn.arrows.map(({ kind, from, to, amount, state }) => [kind, `${from} > ${to}`, amount, state]);
export const figures = (drawn: ReturnType<typeof flow>) =>
  drawn.boxes.map(({ place, from, to }) => [place, from, to]);
export const invoices = (drawn: ReturnType<typeof flow>) =>
  drawn.invoices.map(({ title, words }) => [title, words]);
