// What the drawing of the money shows where a refund did not arrive, and where its payment is lost (docs/rules.md).
import { describe, expect, it } from 'vitest';
import { money } from '@makewhole/domain/money';
import { compensations, operatingDebits, trustRestore } from '@makewhole/domain/postings';
import { originalBounced, trustMoneyGone } from '@makewhole/domain/refunded-losses';
import type { FlowFacts } from './flow-facts.ts';
import {
  MATTER,
  OPERATING,
  TRUST,
  DEBITS,
  REVERSAL,
  STEP_A,
  STEP_B,
  POSITION,
  owed,
  flow,
  arrows,
  figures,
  invoices,
} from './test-support/refund-of-both.ts';

type Task = FlowFacts['payment']['tasks'][number];

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
