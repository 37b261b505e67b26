import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFUSAL_CODES,
  REFUSAL_MESSAGES,
  eligibilityOf,
  refuse,
  trustAmountOf,
  type RefusalCode,
} from './eligibility.ts';
import { asId, type MatterId, type TransactionId } from './ids.ts';
import { money } from './money.ts';
import type { PaymentFacts } from './payments.ts';

const RULES = { achWaitOperating: { bankDays: 5 }, achWaitTrust: { bankDays: 5 } };
const NOW = '2026-11-24T15:00:00Z';

const card: PaymentFacts = {
  transactionId: asId<TransactionId>('txn_1'),
  type: 'sale',
  status: 'settled',
  method: 'card',
  amount: money(1500_00),
  currency: 'USD',
  settledAt: '2026-11-23T12:00:00Z',
  disputed: false,
  refundedElsewhere: false,
  matterId: asId<MatterId>('mt_1'),
  inTheBooks: true,
  legs: [{ account: 'operating', amount: money(1500_00) }],
  appliedFromTrust: money(0),
};
const ach: PaymentFacts = { ...card, method: 'ach' };
const trust: PaymentFacts = { ...card, legs: [{ account: 'trust', amount: money(1500_00) }] };

const refusalOf = (code: RefusalCode) => ({
  refundable: false,
  code,
  message: REFUSAL_MESSAGES[code],
  refundableFrom: null,
});

/** What makes a payment of each code, in the order in which the codes win. */
const FLAWS: readonly [RefusalCode, Partial<PaymentFacts>][] = [
  ['is_a_refund', { type: 'refund' }],
  ['voided', { status: 'voided' }],
  ['not_captured', { type: 'authorization' }],
  ['payment_returned', { status: 'returned' }],
  ['disputed', { disputed: true }],
  ['refunded_elsewhere', { refundedElsewhere: true }],
  ['not_settled', { settledAt: null }],
  ['allocation_unknown', { legs: [], inTheBooks: false }],
  ['not_in_the_books', { inTheBooks: false }],
  ['ach_return_window', { method: 'ach' }],
  ['matter_unknown', { matterId: null, legs: trust.legs }],
  ['partly_applied', { appliedFromTrust: money(600_00), legs: trust.legs }],
];

describe('a payment that can be refunded', () => {
  it('is a settled card sale', () => {
    expect(eligibilityOf(card, RULES, NOW)).toEqual({ refundable: true });
  });

  it('may have gone to trust where its matter is known', () => {
    expect(eligibilityOf(trust, RULES, NOW)).toEqual({ refundable: true });
  });

  it('needs no matter where it went to operating alone', () => {
    expect(eligibilityOf({ ...card, matterId: null }, RULES, NOW)).toEqual({ refundable: true });
  });

  it('is an ACH payment that settled long ago', () => {
    const old = { ...ach, settledAt: '2026-10-01T12:00:00Z' };
    expect(eligibilityOf(old, RULES, NOW)).toEqual({ refundable: true });
  });
});

describe('a payment that cannot be refunded', () => {
  it.each<[RefusalCode, Partial<PaymentFacts>]>([
    ...FLAWS.filter(([code]) => code !== 'ach_return_window'),
    ['not_captured', { status: 'authorized' }],
    ['payment_returned', { status: 'failed' }],
    ['not_settled', { status: 'captured', settledAt: null }],
    ['not_settled', { status: 'pending', method: 'ach', settledAt: null }],
  ])('is refused as %s when it has %o', (code, flaw) => {
    expect(eligibilityOf({ ...card, ...flaw }, RULES, NOW)).toEqual(refusalOf(code));
  });

  it('is refused for want of a matter where only a part of it went to trust (R6)', () => {
    const split = { ...card, matterId: null, legs: [...card.legs, ...trust.legs] };
    expect(eligibilityOf(split, RULES, NOW)).toEqual(refusalOf('matter_unknown'));
  });

  it('names the first of several reasons, a dispute before all that waiting would heal (R12)', () => {
    fc.assert(
      fc.property(fc.subarray([...FLAWS], { minLength: 1 }), (flaws) => {
        const payment = flaws.reduceRight((facts, [, flaw]) => ({ ...facts, ...flaw }), card);
        const verdict = eligibilityOf(payment, RULES, NOW);
        expect(verdict).toMatchObject({ refundable: false, code: flaws[0]?.[0] });
      }),
    );
  });

  it('is told in plain words why, for every code', () => {
    expect(Object.keys(REFUSAL_MESSAGES).sort()).toEqual([...REFUSAL_CODES].sort());
    for (const code of REFUSAL_CODES) {
      expect(refuse(code)).toEqual(refusalOf(code));
      expect(REFUSAL_MESSAGES[code]).toMatch(/^[A-Z].{30,}\.$/);
    }
  });

  it('is told the date where waiting helps', () => {
    expect(refuse('ach_return_window', '2026-12-01')).toEqual({
      refundable: false,
      code: 'ach_return_window',
      message:
        'This ACH payment is young enough to be returned by the bank. It can be refunded from 2026-12-01.',
      refundableFrom: '2026-12-01',
    });
  });
});

describe('the window in which an ACH payment may bounce (B7)', () => {
  it.each([
    ['in a plain week', '2026-11-02T12:00:00Z', '2026-11-09'],
    ['over Veterans Day', '2026-11-09T12:00:00Z', '2026-11-17'],
    ['over Thanksgiving', '2026-11-20T12:00:00Z', '2026-11-30'],
    ['over Christmas and New Year', '2026-12-24T12:00:00Z', '2027-01-04'],
    ['over a July 4th on a Saturday, which leaves Friday open', '2026-06-30T12:00:00Z', '2026-07-07'],
    ['over a July 4th on a Sunday, which closes Monday', '2027-06-30T12:00:00Z', '2027-07-08'],
    ['noted on a Saturday, so settled on the Monday', '2026-11-28T12:00:00Z', '2026-12-07'],
    ['noted on a Friday evening, a Saturday already in UTC', '2026-11-21T03:00:00Z', '2026-11-30'],
  ])('lasts 5 bank days from settlement %s: settled %s, refundable from %s', (_, settledAt, from) => {
    expect(eligibilityOf({ ...ach, settledAt }, RULES, settledAt)).toEqual(refuse('ach_return_window', from));
  });

  it('ends when its last bank day begins in Eastern time', () => {
    const payment = { ...ach, settledAt: '2026-11-20T12:00:00Z' };
    const last = eligibilityOf(payment, RULES, '2026-11-30T04:59:59Z');
    expect(last).toEqual(refuse('ach_return_window', '2026-11-30'));
    expect(eligibilityOf(payment, RULES, '2026-11-30T05:00:00Z')).toEqual({ refundable: true });
  });

  it('is as long as the firm sets it', () => {
    const payment = { ...ach, settledAt: '2026-11-23T12:00:00Z' };
    expect(eligibilityOf(payment, { ...RULES, achWaitOperating: { bankDays: 3 } }, NOW)).toEqual(
      refuse('ach_return_window', '2026-11-27'),
    );
  });

  it('may be sixty calendar days, for trust money alone (EL1)', () => {
    const payment = { ...ach, settledAt: '2026-11-09T12:00:00Z' };
    const rules = { ...RULES, achWaitTrust: { calendarDays: 60 } };
    expect(eligibilityOf(payment, rules, NOW)).toEqual({ refundable: true });
    const split = { ...payment, legs: [...payment.legs, ...trust.legs] };
    expect(eligibilityOf(split, rules, NOW)).toEqual(refuse('ach_return_window', '2027-01-11'));
    expect(eligibilityOf(split, rules, '2027-01-11T15:00:00Z')).toEqual({ refundable: true });
  });
});

describe('the trust money that a refund needs (B4)', () => {
  it('is the trust leg, or none', () => {
    expect(trustAmountOf(trust)).toBe(1500_00);
    expect(trustAmountOf(card)).toBeNull();
    const split = [...card.legs, { account: 'trust' as const, amount: money(7_00) }];
    expect(trustAmountOf({ legs: split })).toBe(7_00);
  });
});
