import { ACH_WAIT_DEFAULT } from '@makewhole/domain/ach-wait';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBankDays, bankDateOf, isBankDay } from '@makewhole/domain/bank-calendar';
import { eligibilityOf, type Eligibility } from '@makewhole/domain/eligibility';
import { money, sum } from '@makewhole/domain/money';
import { BANK_ACCOUNTS, type PaymentFacts } from '@makewhole/domain/payments';
import { buildDemoFirm, type DemoFirm } from './demo-firm.ts';
import type { SeededPayment } from './demo-payment-rows.ts';
import { SHOWN_TRANSACTIONS } from './demo-payments.ts';
import { REFUNDS } from './demo-refunds.ts';
import { settledAtOf } from './play-refund.ts';

const RULES = { achWaitOperating: ACH_WAIT_DEFAULT, achWaitTrust: ACH_WAIT_DEFAULT };

/** Any minute of twenty years, and the instants around which dates go wrong. */
const anyNow = fc.oneof(
  fc
    .integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 })
    .map((minutes) => new Date(minutes * 60_000)),
  fc
    .constantFrom(
      '2026-03-08T06:59:59.999Z', // an hour before clocks go forward
      '2026-11-01T05:30:00.000Z', // the hour that clocks repeat
      '2026-11-01T06:30:00.000Z',
      '2027-01-01T04:59:59.999Z', // the year's last moment, Eastern
      '2026-12-28T15:00:00.000Z', // between the holidays
      '2027-01-05T12:00:00.000Z',
      '2028-02-29T23:30:00.000Z',
      '2026-05-25T21:00:00.000Z', // a holiday, after its close
    )
    .map((text) => new Date(text)),
);

test('at any instant each shown payment is of its kind, and what is to be refundable is', () => {
  fc.assert(
    fc.property(anyNow, (now) => {
      const firm = buildDemoFirm(now);
      const verdict = (id: string) => verdictOn(paymentOf(firm, id), now);
      expect(verdict(SHOWN_TRANSACTIONS.cardOperating)).toEqual({ refundable: true });
      expect(verdict(SHOWN_TRANSACTIONS.achOperating)).toEqual({ refundable: true });
      expect(verdict(SHOWN_TRANSACTIONS.cardTrust)).toEqual({ refundable: true });
      expect(verdict(SHOWN_TRANSACTIONS.split)).toEqual({ refundable: true });
      expect(verdict(SHOWN_TRANSACTIONS.disputed)).toMatchObject({ code: 'disputed' });
      expect(verdict(SHOWN_TRANSACTIONS.authorization)).toMatchObject({ code: 'not_captured' });
      const fresh = verdict(SHOWN_TRANSACTIONS.freshAch);
      expect(fresh).toMatchObject({ code: 'ach_return_window' });
      const from = fresh.refundable ? '' : fresh.refundableFrom;
      expect(from && from > bankDateOf(now.toISOString())).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('at any instant at least five payments of each kind can be refunded, beside those of the past', () => {
  fc.assert(
    fc.property(anyNow, (now) => {
      const firm = buildDemoFirm(now);
      const kinds = firm.payments
        .filter(({ row }) => !REFUNDS.some((past) => past.transactionId === row.transactionId))
        .filter((payment) => verdictOn(payment, now).refundable)
        .map(kindOf);
      for (const kind of ['card operating', 'ach operating', 'card trust', 'card split']) {
        expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThanOrEqual(5);
      }
    }),
    { numRuns: 150 },
  );
});

test('at any instant nothing lies in the future, money settles on bank days only, and after it was captured', () => {
  fc.assert(
    fc.property(anyNow, (now) => {
      const firm = buildDemoFirm(now);
      for (const { row, capturedAt } of firm.payments) {
        expect(row.createdAt <= now, row.transactionId).toBe(true);
        expect(row.status === 'settled').toBe(row.settledAt != null);
        if (row.settledAt == null) continue;
        expect(row.settledAt <= now, row.transactionId).toBe(true);
        expect(capturedAt !== null && capturedAt < row.settledAt, row.transactionId).toBe(true);
        expect(isBankDay(bankDateOf(row.settledAt.toISOString())), row.transactionId).toBe(true);
      }
      for (const { issuedAt, number } of firm.invoices) expect(issuedAt < now, number).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('at any instant each past refund was of a payment that could be refunded then, and had a week to end', () => {
  fc.assert(
    fc.property(anyNow, (now) => {
      const firm = buildDemoFirm(now);
      for (const past of firm.pastRefunds) {
        const payment = paymentOf(firm, past.transactionId);
        expect(verdictOn(payment, past.requestedAt), past.transactionId).toEqual({ refundable: true });
        expect(settledAtOf(past) > past.requestedAt).toBe(true);
        const weekLater = addBankDays(bankDateOf(past.requestedAt.toISOString()), 5);
        expect(weekLater < bankDateOf(now.toISOString())).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('the firm is about sixty payments of both methods and all accounts, with IDs that never change', () => {
  const firm = buildDemoFirm(new Date('2026-11-23T15:00:00Z'));
  const later = buildDemoFirm(new Date('2031-02-01T03:00:00Z'));
  const count = (type: string) => firm.payments.filter(({ row }) => row.type === type).length;
  expect({ sales: count('sale'), authorizations: count('authorization') }).toEqual({
    sales: 57,
    authorizations: 4,
  });
  const kinds = new Set(firm.payments.map(kindOf));
  expect([...kinds].sort()).toEqual([
    'ach operating',
    'ach split',
    'ach trust',
    'card operating',
    'card split',
    'card trust',
  ]);
  const ids = firm.payments.map(({ row }) => row.transactionId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(later.payments.map(({ row }) => row.transactionId)).toEqual(ids);
  expect(later.invoices.map(({ id }) => id)).toEqual(firm.invoices.map(({ id }) => id));
});

test('no two people, clients, matters or invoices are taken for one another', () => {
  const { principals, clients, matters, invoices } = buildDemoFirm(new Date('2026-11-23T15:00:00Z'));
  for (const rows of [principals, clients, matters, invoices]) {
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(new Set(invoices.map(({ number }) => number)).size).toBe(invoices.length);
});

function paymentOf(firm: DemoFirm, id: string): SeededPayment {
  const payment = firm.payments.find(({ row }) => row.transactionId === id);
  if (payment === undefined) throw new Error(`The demo firm has no payment ${id}`);
  return payment;
}

function verdictOn(payment: SeededPayment, now: Date): Eligibility {
  return eligibilityOf(factsOf(payment), RULES, now.toISOString());
}

function factsOf({ row, items }: SeededPayment): PaymentFacts {
  return {
    ...row,
    settledAt: row.settledAt?.toISOString() ?? null,
    disputed: row.disputed === true,
    refundedElsewhere: false,
    matterId: row.matterId ?? null,
    inTheBooks: row.settledAt != null,
    appliedFromTrust: money(0),
    legs: BANK_ACCOUNTS.flatMap((account) => {
      const parts = items.filter((item) => item.row.account === account);
      return parts.length === 0 ? [] : [{ account, amount: sum(parts.map((item) => item.row.amount)) }];
    }),
  };
}

function kindOf({ row, items }: SeededPayment): string {
  const accounts = new Set(items.map((item) => item.row.account));
  return `${row.method} ${accounts.size === 2 ? 'split' : [...accounts].join()}`;
}
