import { beforeAll, expect, test } from 'vitest';
import { mirrorPayment, type MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { DEMO_FIRM } from '@makewhole/db/seed/demo-people';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const { db, sql } = await openTestDatabase();
const firmId = DEMO_FIRM.id;
const NOON = new Date('2026-11-23T17:00:00Z');
const ONE = new Date('2026-11-23T18:00:00Z');

beforeAll(async () => {
  await seedDemoFirm(db, { now: new Date() });
});

test('a payment that is new to us comes with its items, its matter and what it paid', async () => {
  const payment = paymentOf('txn_new');
  expect(await mirrorPayment(db, { firmId, payment, asOf: NOON })).toBe('added');
  expect(await find('txn_new')).toMatchObject({
    status: 'captured',
    settledAt: null,
    createdAt: '2026-11-20T15:00:00.000Z',
    matter: { number: '10270-001' },
    items: [
      { description: 'Deed preparation', invoiceNumber: '10434', account: 'operating', amount: 300_00 },
      { description: 'Filing fee', invoiceNumber: null, account: 'operating', amount: 50_00 },
      { description: 'Advance fee deposit', invoiceNumber: null, account: 'trust', amount: 150_00 },
    ],
    allocations: [{ invoiceNumber: '10434', amount: 300_00 }],
    legs: [
      { account: 'operating', amount: 350_00 },
      { account: 'trust', amount: 150_00 },
    ],
  });
});

test('a matter and invoices that the firm has not are left out, and the payment is kept', async () => {
  const payment = { ...paymentOf('txn_strange'), matterNumber: '99999-001' };
  const items = (payment.items ?? []).map((item) => ({ ...item, invoiceNumber: 'NONE-1' }));
  expect(await mirrorPayment(db, { firmId, payment: { ...payment, items }, asOf: NOON })).toBe('added');
  expect(await find('txn_strange')).toMatchObject({ matter: null, matterId: null, allocations: [] });
});

test('what is there is updated in where it stands, and in nothing else', async () => {
  const payment = paymentOf('txn_moves');
  await mirrorPayment(db, { firmId, payment, asOf: NOON });
  const moved: MirroredPayment = {
    ...payment,
    status: 'settled',
    settledAt: new Date('2026-11-23T14:00:00Z'),
    disputed: true,
    refundedElsewhere: true,
    amount: money(1),
    last4: '0000',
    payer: { name: 'Somebody Else', email: null },
    matterNumber: null,
    items: [{ description: 'Other', invoiceNumber: null, account: 'trust', amount: money(1) }],
  };
  const before = await find('txn_moves');
  expect(await mirrorPayment(db, { firmId, payment: moved, asOf: ONE })).toBe('updated');
  expect(await find('txn_moves')).toEqual({
    ...before,
    status: 'settled',
    settledAt: '2026-11-23T14:00:00.000Z',
    disputed: true,
    refundedElsewhere: true,
    inTheBooks: true,
  });
});

test('the same record again changes nothing', async () => {
  const payment = paymentOf('txn_same');
  await mirrorPayment(db, { firmId, payment, asOf: NOON });
  const before = await find('txn_same');
  await mirrorPayment(db, { firmId, payment, asOf: NOON });
  expect(await find('txn_same')).toEqual(before);
});

test('an older record that comes late is not taken', async () => {
  const payment = paymentOf('txn_late');
  await mirrorPayment(db, { firmId, payment: { ...payment, disputed: true }, asOf: ONE });
  expect(await mirrorPayment(db, { firmId, payment, asOf: NOON })).toBe('unchanged');
  expect(await find('txn_late')).toMatchObject({ disputed: true });
});

test('of many at once one adds it, and its items are there once', async () => {
  const payment = paymentOf('txn_race');
  const asked = Array.from({ length: 8 }, () => mirrorPayment(db, { firmId, payment, asOf: NOON }));
  const outcomes = await Promise.all(asked);
  expect(outcomes.toSorted()).toEqual(['added', ...Array.from({ length: 7 }, () => 'updated')]);
  const counted =
    await sql`SELECT (SELECT count(*)::int FROM payment_items WHERE transaction_id = 'txn_race') AS items,
                                   (SELECT count(*)::int FROM allocations WHERE transaction_id = 'txn_race') AS paid`;
  expect(counted).toEqual([{ items: 3, paid: 1 }]);
});

test('items that do not sum to the amount are refused, and nothing is kept', async () => {
  const payment = { ...paymentOf('txn_wrong'), amount: money(499_99) };
  expect(await mirrorPayment(db, { firmId, payment, asOf: NOON })).toBe('items_disagree');
  expect(await find('txn_wrong')).toBeNull();
});

function find(id: string) {
  return findPayment(db, { firmId, transactionId: asId<TransactionId>(id) });
}

function paymentOf(id: string): MirroredPayment {
  return {
    transactionId: asId<TransactionId>(id),
    type: 'sale',
    status: 'captured',
    amount: money(500_00),
    currency: 'USD',
    method: 'card',
    last4: '7734',
    payer: { name: 'Anand Patel', email: 'anand.patel@mail.example' },
    matterNumber: '10270-001',
    createdAt: new Date('2026-11-20T15:00:00Z'),
    settledAt: null,
    disputed: false,
    disputeLost: false,
    refundedElsewhere: false,
    items: [
      {
        description: 'Deed preparation',
        invoiceNumber: '10434',
        account: 'operating',
        amount: money(300_00),
      },
      { description: 'Filing fee', invoiceNumber: null, account: 'operating', amount: money(50_00) },
      { description: 'Advance fee deposit', invoiceNumber: '10434', account: 'trust', amount: money(150_00) },
    ],
  };
}
