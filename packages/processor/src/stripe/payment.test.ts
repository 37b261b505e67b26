import { expect, test } from 'vitest';
import { readPayment, type PaymentParts } from './payment.ts';
import { readRefund } from './refund.ts';
import { wireCharge, wireDispute, wireIntent } from './wire.ts';

const NOON_S = Date.parse('2026-03-02T12:00:00Z') / 1000;
const DAY_S = 86_400;
const NOW = new Date('2026-03-05T12:00:00Z');

const CHARGE = {
  object: 'charge',
  id: 'ch_1',
  amount: 12_500,
  amount_captured: 12_500,
  captured: true,
  currency: 'usd',
  created: NOON_S,
  disputed: false,
  livemode: false,
  status: 'succeeded',
  billing_details: { name: 'Dana Whitfield', email: 'dana@example.com' },
  payment_method_details: { type: 'card', card: { last4: '4242' } },
  balance_transaction: { id: 'txn_1', created: NOON_S, available_on: NOON_S + 2 * DAY_S },
};
const INTENT = {
  object: 'payment_intent',
  id: 'pi_1',
  amount: 12_500,
  currency: 'usd',
  created: NOON_S,
  livemode: false,
  status: 'succeeded',
  description: 'Invoice 17',
  metadata: { account: 'operating', matter_number: 'M-1001', invoice_number: '17' } as Record<string, string>,
};
const DISPUTE = {
  object: 'dispute',
  id: 'du_1',
  amount: 12_500,
  created: NOON_S + DAY_S,
  charge: 'ch_1',
  status: 'needs_response',
  reason: 'fraudulent',
  is_charge_refundable: false,
};
const ACH = { type: 'us_bank_account', us_bank_account: { last4: '6789' } };

type Differently = {
  readonly charge?: object;
  readonly intent?: object | null;
  readonly dispute?: object;
  readonly refunds?: readonly object[];
};

function read({ charge, intent, dispute, refunds = [] }: Differently = {}, now = NOW) {
  const parts: PaymentParts = {
    charge: wireCharge.parse({ ...CHARGE, ...charge }),
    intent: intent === null ? null : wireIntent.parse({ ...INTENT, ...intent }),
    disputes: dispute === undefined ? [] : [wireDispute.parse({ ...DISPUTE, ...dispute })],
    refunds: refunds.map((json) => {
      const refund = readRefund(json, 'acct_firm');
      if ('kind' in refund) throw new Error(refund.fault);
      return refund;
    }),
  };
  const payment = readPayment(parts, { account: 'acct_firm', now });
  if ('kind' in payment) return { unreadable: payment.fault };
  return payment;
}

test('a card payment, settled once its money is available', () => {
  expect(read()).toMatchObject({
    transactionId: 'pi_1',
    aliases: ['ch_1'],
    mode: 'test',
    type: 'sale',
    status: 'settled',
    amount: 12_500,
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
    matterNumber: 'M-1001',
    capturedAt: '2026-03-02T12:00:00.000Z',
    settledAt: '2026-03-04T12:00:00.000Z',
    items: [{ description: 'Invoice 17', invoiceNumber: '17', account: 'operating', amount: 12_500 }],
    refundedAmount: 0,
    refundable: null,
  });
  const before = new Date((NOON_S + 2 * DAY_S) * 1000 - 1);
  expect(read({}, before)).toMatchObject({ status: 'captured', settledAt: null });
  expect(read({ charge: { balance_transaction: null } })).toMatchObject({
    status: 'captured',
    settledAt: null,
  });
});

test('a charge without an intent is its own payment', () => {
  const metadata = { account: 'trust' };
  expect(read({ intent: null, charge: { metadata } })).toMatchObject({
    transactionId: 'ch_1',
    aliases: [],
    items: [{ account: 'trust' }],
  });
});

test('of a capture in part, only the captured amount counts', () => {
  expect(read({ charge: { amount_captured: 10_000 } })).toMatchObject({ status: 'settled', amount: 10_000 });
});

test.each([
  ['authorized', { captured: false, amount_captured: 0 }, { status: 'requires_capture' }, 'authorization'],
  ['voided', { captured: false, amount_captured: 0 }, { status: 'canceled' }, 'authorization'],
  ['pending', { status: 'pending', payment_method_details: ACH }, { status: 'processing' }, 'sale'],
  ['failed', { status: 'failed' }, { status: 'requires_payment_method' }, 'sale'],
])('a payment that is %s', (status, charge, intent, type) => {
  expect(read({ charge, intent })).toMatchObject({ status, type, settledAt: null });
});

test('a dispute says what it cost, and what of that was charged first', () => {
  const of = (status: string, fees: readonly number[]) =>
    read({ dispute: { status, balance_transactions: fees.map((fee) => ({ fee })) } });
  expect(of('needs_response', [1_500])).toMatchObject({ dispute: { fee: 1_500, feeCharged: 1_500 } });
  expect(of('won', [1_500, 0])).toMatchObject({ dispute: { fee: 1_500, feeCharged: 1_500 } });
  expect(of('won', [1_500, -1_500])).toMatchObject({ dispute: { fee: 0, feeCharged: 1_500 } });
  expect(of('warning_needs_response', [])).toMatchObject({ dispute: { fee: 0, feeCharged: 0 } });
});

test('a debit that the bank returns is a dispute at Stripe, and a return here; for a card it is none', () => {
  const dispute = { reason: 'insufficient_funds', status: 'lost' };
  expect(read({ charge: { disputed: true, payment_method_details: ACH }, dispute })).toMatchObject({
    status: 'returned',
    returnedAt: '2026-03-03T12:00:00.000Z',
    returned: { code: 'insufficient_funds', debitedFrom: null },
    disputed: false,
    dispute: null,
  });
  expect(read({ charge: { disputed: true }, dispute })).toMatchObject({
    status: 'settled',
    disputed: true,
    dispute: { status: 'lost', reason: 'insufficient_funds' },
  });
});

test.each([
  ['warning_needs_response', 'inquiry', 'open', true],
  ['warning_under_review', 'inquiry', 'open', true],
  ['warning_closed', 'inquiry', 'won', false],
  ['needs_response', 'chargeback', 'open', true],
  ['appeal_under_review', 'chargeback', 'open', true],
  ['prevented', 'chargeback', 'won', false],
  ['won', 'chargeback', 'won', false],
  ['lost', 'chargeback', 'lost', true],
  ['a_word_of_next_year', 'chargeback', 'open', true],
])('a dispute that is %s', (word, kind, status, disputed) => {
  expect(read({ charge: { disputed: true }, dispute: { status: word } })).toMatchObject({
    disputed,
    dispute: { kind, status },
  });
});

test('what was refunded is the sum of the refunds that stand, not what the charge says', () => {
  const refund = {
    object: 'refund',
    amount: 5_000,
    currency: 'usd',
    created: NOON_S,
    payment_intent: 'pi_1',
  };
  const refunds = [
    { ...refund, id: 're_1', status: 'succeeded' },
    { ...refund, id: 're_2', status: 'failed', failure_reason: 'expired_or_canceled_card' },
    { ...refund, id: 're_3', status: 'pending', pending_reason: 'insufficient_funds' },
    { ...refund, id: 're_4', status: 'canceled' },
  ];
  const payment = read({ charge: { amount_refunded: 12_500 }, refunds });
  expect(payment).toMatchObject({
    refundedAmount: 10_000,
    refunds: [
      { status: 'succeeded' },
      { status: 'failed', failureCode: 'expired_or_canceled_card' },
      { status: 'pending', pendingReason: 'insufficient_funds' },
      { status: 'failed', failureCode: 'canceled' },
    ],
  });
});

test('another method is named as what it is: one that is not refunded', () => {
  expect(read({ charge: { payment_method_details: { type: 'klarna' } } })).toMatchObject({ method: 'other' });
});

test('nobody guesses whether it is trust money', () => {
  for (const metadata of [{}, { account: 'Trust' }, { account: 'escrow' }, { invoice_number: '17' }]) {
    expect(read({ intent: { metadata } })).toMatchObject({ items: null });
  }
});

test('items come from the metadata, over as many keys as they need', () => {
  const metadata = {
    makewhole_items: '[{"amount":10000,"account":"operating","invoice":"17"}]',
    makewhole_items_2: '[{"amount":2500,"account":"trust","description":"Retainer"}]',
  };
  expect(read({ intent: { metadata } })).toMatchObject({
    items: [
      { amount: 10_000, account: 'operating', invoiceNumber: '17', description: 'Invoice 17' },
      { amount: 2_500, account: 'trust', invoiceNumber: null, description: 'Retainer' },
    ],
  });
});

test.each([
  '',
  '[]',
  '{}',
  '[{"amount":-1,"account":"trust"}]',
  '[{"amount":1,"account":"Trust"}]',
  '[{"amount":1',
])('items that are no list of items make the record unreadable: %s', (text) => {
  const read1 = read({ intent: { metadata: { account: 'operating', makewhole_items: text } } });
  expect(read1).toMatchObject({ unreadable: expect.stringContaining('makewhole_items') as string });
});

test('of several invoices nobody knows which got what', () => {
  const metadata = { account: 'operating', invoice_numbers: '17, 18' };
  expect(read({ intent: { metadata } })).toMatchObject({ items: [{ invoiceNumber: null, amount: 12_500 }] });
});
