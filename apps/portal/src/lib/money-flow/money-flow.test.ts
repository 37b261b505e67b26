// Every line of the books table (docs/rules.md), as the drawing of the money shows it, with its numbers.
import { describe, expect, it } from 'vitest';
import { asId, type AllocationId, type MatterId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import {
  compensations,
  invoiceForgiveness,
  invoiceReversals,
  operatingDebits,
  trustDeposit,
  trustPayment,
  trustRestore,
  type Posting,
} from '@makewhole/domain/postings';
import { originalBounced, trustMoneyGone } from '@makewhole/domain/refunded-losses';
import { trustDisbursements } from '@makewhole/domain/trust-disbursements';
import type { FlowFacts } from './flow-facts.ts';
import { moneyFlow } from './money-flow.ts';

const MATTER = asId<MatterId>('mat_1');
const OPERATING = { account: 'operating', amount: money(600_00), drawnFrom: 'operating' } as const;
const TRUST = { account: 'trust', amount: money(1_250_00), drawnFrom: 'operating' } as const;
const DRAWN = { ...TRUST, drawnFrom: 'trust' } as const;
const INVOICE = { allocationId: asId<AllocationId>('alloc_1'), amount: money(600_00) };
const DEBITS = operatingDebits([OPERATING, TRUST]);
const REVERSAL = invoiceReversals([OPERATING], [INVOICE]);
const STEP_A = trustPayment(TRUST.amount, MATTER);
const STEP_B = trustDeposit(TRUST.amount);
const POSITION = {
  ...{ bankAccountId: 'ba_1', bankAccount: 'IOLTA' },
  ...{ balance: 3_400_00, held: 1_500_00, heldForThis: 1_250_00 },
};

type Task = FlowFacts['payment']['tasks'][number];
type Owed = FlowFacts['obligations'][number];

function owed(kind: Owed['kind'], status: Owed['status'] = 'open', more: Partial<Owed> = {}): Owed {
  return { kind, status, subject: 'alloc_1', dueAt: '2026-12-02T22:00:00Z', decision: null, ...more };
}

type Change = Omit<Partial<FlowFacts>, 'postings' | 'payment'> & {
  readonly postings?: readonly Posting[];
  readonly payment?: Partial<FlowFacts['payment']>;
};

function flow({ postings = [], payment = {}, ...facts }: Change) {
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

const reversedBy = (refundId: string) => [
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

const arrows = (drawn: ReturnType<typeof flow>) =>
  drawn.arrows.map(({ kind, from, to, amount, state }) => [kind, `${from} > ${to}`, amount, state]);
const figures = (drawn: ReturnType<typeof flow>) =>
  drawn.boxes.map(({ place, from, to }) => [place, from, to]);
const invoices = (drawn: ReturnType<typeof flow>) => drawn.invoices.map(({ title, words }) => [title, words]);

describe('before the button', () => {
  it('draws everything as owed, with the trust balance before and after and what will be held', () => {
    const drawn = flow({
      status: null,
      refundId: null,
      trust: { ...POSITION, held: 250_00, heldForThis: 0 },
    });
    expect(arrows(drawn)).toEqual([
      ['trust_payment', 'trust > operating', 1_250_00, 'owed'],
      ['refund', 'operating > client', 1_850_00, 'owed'],
    ]);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', 0, -600_00],
      ['client', 0, 1_850_00],
    ]);
    expect(drawn.boxes[0]?.hold).toEqual({ forThis: 1_250_00, others: 250_00 });
    expect(invoices(drawn)).toEqual([['Invoice 10433', 'will be open again']]);
    expect(drawn.arrows.map(({ when }) => when)).toEqual([
      'once the client is paid',
      'expected Tue, Dec 1 to Wed, Dec 2',
    ]);
  });

  it('draws two boxes for a payment that was operating money alone', () => {
    const drawn = flow({ status: null, legs: [OPERATING], trust: null, trustSteps: null });
    expect(figures(drawn)).toEqual([
      ['operating', 0, -600_00],
      ['client', 0, 600_00],
    ]);
  });

  it('says only what changes where the viewer may not see the balance', () => {
    const drawn = flow({ status: null, trust: null });
    expect(drawn.boxes[0]).toMatchObject({ shows: 'change', from: 0, to: -1_250_00, hold: null });
  });
});

describe('on its way', () => {
  it('has left operating, whole, and trust owes its part; the client has nothing yet', () => {
    const drawn = flow({
      ...{ postings: [...DEBITS, ...REVERSAL], payment: { allocations: reversedBy('rf_1') } },
      obligations: [owed('invoice_decision')],
    });
    expect(arrows(drawn)).toEqual([
      ['trust_payment', 'trust > operating', 1_250_00, 'owed'],
      ['refund', 'operating > client', 1_850_00, 'posted'],
    ]);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', -1_850_00, -600_00],
      ['client', 0, 1_850_00],
    ]);
    expect(invoices(drawn)).toEqual([['Invoice 10433', 'open again: decision needed']]);
  });

  it('waits for the deposit after step (a), which the balance has left already', () => {
    const drawn = flow({
      ...{ status: 'succeeded', postings: [...DEBITS, ...REVERSAL, STEP_A] },
      trust: { ...POSITION, balance: 2_150_00, held: 250_00, heldForThis: 0 },
      obligations: [owed('trust_payment', 'done'), owed('trust_deposit')],
    });
    expect(arrows(drawn)[0]).toEqual(['trust_payment', 'trust > operating', 1_250_00, 'moving']);
    expect(drawn.arrows[0]?.when).toBe('due Wed, Dec 2');
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', -1_850_00, -600_00],
      ['client', 1_850_00, 1_850_00],
    ]);
  });

  it('is done after step (b): operating bears its own part alone', () => {
    const drawn = flow({
      ...{ status: 'succeeded', postings: [...DEBITS, ...REVERSAL, STEP_A, STEP_B], arrivedOn: '2026-12-01' },
      trust: { ...POSITION, balance: 2_150_00, held: 0, heldForThis: 0 },
    });
    expect(arrows(drawn).map(([kind, , , state]) => [kind, state])).toEqual([
      ['trust_payment', 'posted'],
      ['refund', 'posted'],
    ]);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', -600_00, -600_00],
      ['client', 1_850_00, 1_850_00],
    ]);
    expect(drawn.boxes[2]?.note).toBe('At the client’s bank Tue, Dec 1');
  });

  it('is paid for by trust alone for a payment that was all trust money', () => {
    const drawn = flow({
      ...{ status: 'succeeded', legs: [TRUST], amount: 1_250_00 },
      ...{ postings: [...operatingDebits([TRUST]), STEP_A, STEP_B], payment: { allocations: [] } },
      trust: { ...POSITION, balance: 2_150_00, held: 0, heldForThis: 0 },
    });
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', 0, 0],
      ['client', 1_250_00, 1_250_00],
    ]);
  });
});

describe('drawn on trust', () => {
  it('goes from trust to the client itself, and owes no steps', () => {
    const legs = [OPERATING, DRAWN];
    const before = flow({ legs, status: 'awaiting_approval', trustSteps: null });
    expect(arrows(before)).toEqual([
      ['refund', 'operating > client', 600_00, 'owed'],
      ['refund', 'trust > client', 1_250_00, 'owed'],
    ]);
    const drawn = flow({
      ...{ legs, trustSteps: null, trust: { ...POSITION, balance: 2_150_00, held: 0, heldForThis: 0 } },
      postings: [...operatingDebits(legs), ...trustDisbursements(legs, MATTER), ...REVERSAL],
    });
    expect(drawn.boxes.map(({ place }) => place)).toEqual(['trust', 'client', 'operating']);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['client', 0, 1_850_00],
      ['operating', -600_00, -600_00],
    ]);
  });
});

describe('the invoice', () => {
  it.each([
    ['still_due', 'open again: still due', []],
    ['write_off', 'written off', [invoiceForgiveness('write_off', INVOICE)]],
    ['credit_note', 'credited', [invoiceForgiveness('credit_note', INVOICE)]],
    ['paid_otherwise', 'paid by another payment', []],
  ] as const)('that was decided as %s says so', (decision, words, posted) => {
    const drawn = flow({
      ...{ status: 'succeeded', postings: [...DEBITS, ...REVERSAL, ...posted] },
      payment: { allocations: reversedBy('rf_1') },
      obligations: [owed('invoice_decision', 'done', { decision })],
    });
    expect(invoices(drawn)).toEqual([['Invoice 10433', words]]);
  });

  it('of money that no invoice took has its own line', () => {
    const [invoice] = reversedBy('rf_1');
    const rest = { ...invoice, id: null, invoiceNumber: null, amount: 50_00 };
    const drawn = flow({
      status: null,
      payment: { allocations: [rest] as FlowFacts['payment']['allocations'] },
    });
    expect(invoices(drawn)).toEqual([['Not on an invoice', 'given back']]);
  });
});

describe('a refund that did not arrive', () => {
  it.each(['declined', 'canceled', 'rejected'] as const)('%s before money moved draws no arrow', (status) => {
    const drawn = flow({ status, trust: { ...POSITION, held: 250_00, heldForThis: 0 } });
    expect(drawn.arrows).toEqual([]);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 3_400_00],
      ['operating', 0, 0],
      ['client', 0, 0],
    ]);
    expect(drawn.invoices).toEqual([]);
    expect(drawn.boxes[2]?.note).toBe('No money moved');
  });

  it('failed after it was accepted: everything came back, and the client is still to be paid', () => {
    const posted = [...DEBITS, ...REVERSAL];
    const repayment = {
      ...{ kind: 'repayment', subject: 'rf_1', status: 'open', dueAt: '2026-12-03T22:00:00Z', answer: null },
    } as unknown as Task;
    const drawn = flow({
      ...{ status: 'failed', postings: [...posted, ...compensations(posted, false)] },
      payment: { tasks: [repayment] },
    });
    expect(arrows(drawn)).toEqual([
      ['refund', 'operating > client', 1_850_00, 'undone'],
      ['repayment', 'operating > client', 600_00, 'owed'],
      ['repayment', 'trust > client', 1_250_00, 'owed'],
    ]);
    expect(figures(drawn)).toEqual([
      ['trust', 3_400_00, 2_150_00],
      ['operating', 0, -600_00],
      ['client', 0, 1_850_00],
    ]);
    expect(invoices(drawn)).toEqual([['Invoice 10433', 'stands as paid again']]);
  });

  it('returned after steps (a) and (b): trust has its money again', () => {
    const posted = [...DEBITS, STEP_A, STEP_B];
    const drawn = flow({
      ...{ status: 'failed', postings: [...posted, ...compensations(posted, false)] },
      trust: { ...POSITION, held: 0, heldForThis: 0 },
    });
    expect(arrows(drawn).map(([kind, , , state]) => [kind, state])).toEqual([
      ['trust_payment', 'undone'],
      ['refund', 'undone'],
    ]);
    expect(figures(drawn).map(([, from, to]) => [from, to])).toEqual([
      [3_400_00, 3_400_00],
      [0, 0],
      [0, 0],
    ]);
  });

  it('returned after the bank transfer: operating owes trust, until that is posted', () => {
    const posted = [...DEBITS, STEP_A, STEP_B];
    const failed = [...posted, ...compensations(posted, true)];
    const position = { ...POSITION, balance: 2_150_00, held: 0, heldForThis: 0 };
    const open = flow({
      ...{ status: 'failed', postings: failed, trust: position },
      obligations: [owed('trust_restore')],
    });
    expect(arrows(open)).toEqual([
      ['trust_payment', 'trust > operating', 1_250_00, 'posted'],
      ['trust_restore', 'operating > trust', 1_250_00, 'owed'],
      ['refund', 'operating > client', 1_850_00, 'undone'],
    ]);
    expect(figures(open).slice(0, 2)).toEqual([
      ['trust', 3_400_00, 3_400_00],
      ['operating', 1_250_00, 0],
    ]);
    const restored = flow({
      ...{ status: 'failed', postings: [...failed, trustRestore(TRUST.amount, MATTER)] },
      trust: { ...position, balance: 3_400_00 },
    });
    expect(figures(restored).slice(0, 2)).toEqual([
      ['trust', 3_400_00, 3_400_00],
      ['operating', 0, 0],
    ]);
  });
});

describe('a payment that is lost although it was refunded', () => {
  const paid = {
    status: 'succeeded',
    legs: [OPERATING],
    trust: null,
    trustSteps: null,
    amount: 600_00,
  } as const;
  const posted = [...operatingDebits([OPERATING]), ...REVERSAL];

  it('is at risk while it is disputed, by a date, and changes no figure', () => {
    const dispute = {
      amount: 600_00,
      respondBy: '2026-12-09T22:00:00Z',
      status: 'open',
      reason: null,
    } as const;
    const drawn = flow({
      ...{ ...paid, postings: posted },
      payment: { disputed: true, dispute: { ...dispute, openedAt: null, closedAt: null } },
    });
    expect(arrows(drawn)[1]).toEqual(['disputed', 'operating > client', 600_00, 'risk']);
    expect(drawn.arrows[1]?.when).toBe('respond by Wed, Dec 9');
    expect(figures(drawn)).toEqual([
      ['operating', -600_00, -600_00],
      ['client', 600_00, 600_00],
    ]);
  });

  it('leaves operating twice once the bank took it back', () => {
    const drawn = flow({ ...paid, postings: [...posted, originalBounced(money(600_00))] });
    expect(figures(drawn)).toEqual([
      ['operating', -1_200_00, -1_200_00],
      ['client', 1_200_00, 1_200_00],
    ]);
  });

  it('owes nothing from trust where the bank took the trust money', () => {
    const drawn = flow({
      ...{ status: 'succeeded', postings: [...DEBITS, ...REVERSAL, trustMoneyGone(TRUST.amount, MATTER)] },
      trust: { ...POSITION, balance: 2_150_00, held: 0, heldForThis: 0 },
    });
    expect(arrows(drawn).map(([kind]) => kind)).toEqual(['refund']);
    expect(drawn.boxes[0]?.note).toBe('This money is no longer in trust: nothing is owed from it');
    expect(figures(drawn).slice(0, 2)).toEqual([
      ['trust', 2_150_00, 2_150_00],
      ['operating', -1_850_00, -1_850_00],
    ]);
  });
});

it('is a list of sentences for people who cannot see it', () => {
  const { sentences } = flow({ status: null });
  expect(sentences).toEqual([
    'Trust will pay the firm back: $1,250.00 from trust to operating, to come, once the client is paid.',
    'Refund: $1,850.00 from operating to the client, to come, expected Tue, Dec 1 to Wed, Dec 2.',
    'Trust · 10307-001: trust balance of the matter $3,400.00 before, $2,150.00 after. $1,250.00 is held for this refund.',
    'Operating: change from this refund $0.00 before, -$600.00 after.',
    'Client: paid back $0.00 before, $1,850.00 after. Expected Tue, Dec 1 to Wed, Dec 2.',
  ]);
});
