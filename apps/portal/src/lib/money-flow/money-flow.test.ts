// Every line of the books table (docs/rules.md) that a refund posts on its way, as the drawing of the money shows it.
import { describe, expect, it } from 'vitest';
import { invoiceForgiveness, operatingDebits } from '@makewhole/domain/postings';
import { trustDisbursements } from '@makewhole/domain/trust-disbursements';
import type { FlowFacts } from './flow-facts.ts';
import {
  MATTER,
  OPERATING,
  TRUST,
  DRAWN,
  INVOICE,
  DEBITS,
  REVERSAL,
  STEP_A,
  STEP_B,
  POSITION,
  owed,
  flow,
  reversedBy,
  arrows,
  figures,
  invoices,
} from './test-support/refund-of-both.ts';

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

it('is a list of sentences for people who cannot see it', () => {
  const { sentences } = flow({ status: null });
  expect(sentences).toEqual([
    'Trust will pay the firm back: $1,250.00 from trust to operating, to come, once the client is paid.',
    'Refund: $1,850.00 from operating to the client, to come, expected Tue, Dec 1 to Wed, Dec 2.',
    'Trust: balance of matter 10307-001 $3,400.00 before, $2,150.00 after. $1,250.00 is held for this refund.',
    'Operating: change from this refund $0.00 before, -$600.00 after.',
    'Client: paid back $0.00 before, $1,850.00 after. Expected Tue, Dec 1 to Wed, Dec 2.',
  ]);
});
