import { expect, it } from 'vitest';
import { asId, type TransactionId } from '../ids.ts';
import { money } from '../money.ts';
import type { PaymentCompared } from '../processor-record.ts';
import { reconcilePayment } from './compare-payment.ts';

const PAYMENT: PaymentCompared = {
  transactionId: asId<TransactionId>('txn_1'),
  amount: money(100_00),
  currency: 'USD',
  method: 'card',
};

it('a payment that both have alike is no difference', () => {
  expect(reconcilePayment(PAYMENT, { ...PAYMENT })).toBeNull();
});

it.each([{ amount: money(100_01) }, { currency: 'EUR' }, { method: 'ach' as const }])(
  'a payment that the company has with %j differs, under a key of its own',
  (changes) => {
    const difference = reconcilePayment(PAYMENT, { ...PAYMENT, ...changes });
    expect(difference).toMatchObject({ kind: 'payment_differs', transactionId: 'txn_1', refundId: null });
    const other = reconcilePayment(PAYMENT, { ...PAYMENT, amount: money(7) });
    expect(difference?.key).not.toBe(other?.key);
  },
);
