import { beforeAll, describe, expect, test } from 'vitest';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { payments } from '@makewhole/db/schema/payments';
import { seedDemoFirm, type SeededFirm } from '@makewhole/db/seed/seed-demo-firm';
import { seedOtherFirm } from '@makewhole/db/seed/seed-other-firm';
import { asId, type FirmId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const { db } = await openTestDatabase();
const now = new Date();
let demo: SeededFirm;

beforeAll(async () => {
  demo = await seedDemoFirm(db, { now });
});

const find = (text: string, firmId: FirmId = demo.firmId) =>
  findPayment(db, { firmId, transactionId: asId<TransactionId>(text) });

describe('R1: a payment is found by its exact transaction ID alone', () => {
  test('the exact ID finds it', async () => {
    const id = demo.transactions.cardOperating;
    expect(await find(id)).toMatchObject({
      transactionId: id,
      amount: 425_00,
      refundId: null,
      refundOf: null,
    });
  });

  const near: Record<string, (id: string) => string> = {
    'its first characters': (id) => id.slice(0, -1),
    'its last characters': (id) => id.slice(1),
    'one character more': (id) => `${id}a`,
    'small letters': (id) => id.toLowerCase(),
    capitals: (id) => id.toUpperCase(),
    'one letter in the other case': (id) => id.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase()),
    'a space after it': (id) => `${id} `,
    'a space before it': (id) => ` ${id}`,
    'a line break after it': (id) => `${id}\n`,
    'a NUL after it': (id) => `${id}\0`,
    'a NUL in it': (id) => `${id.slice(0, 8)}\0${id.slice(8)}`,
    'a zero-width space in it': (id) => `${id.slice(0, 8)}\u200B${id.slice(8)}`,
    'a full-width letter in it': (id) => id.replace('t', '\uFF54'),
    'a lone surrogate after it': (id) => `${id}\uD800`,
    'a pattern that it matches': (id) => `${id.slice(0, -1)}_`,
    'a pattern for everything': () => '%',
    'no text at all': () => '',
    'a very long text': (id) => id.repeat(1000),
  };
  test.each(Object.entries(near))('%s does not', async (_name, change) => {
    expect(await find(change(demo.transactions.cardOperating))).toBeNull();
  });

  test('two IDs that differ in case, in Unicode form or in a space are two payments', async () => {
    const ids = ['pay_Caf\u00E9', 'pay_Cafe\u0301', 'pay_caf\u00E9', 'pay_Caf\u00E9 ', 'pay_Caf\uFFFD'];
    for (const [index, id] of ids.entries()) await insertPayment(id, index + 1);
    for (const [index, id] of ids.entries()) {
      expect(await find(id)).toMatchObject({ transactionId: id, amount: index + 1 });
    }
    expect(await find('pay_Caf\uD800')).toBeNull();
  });
});

test("another firm's payment is not found, nor is ours by the other firm", async () => {
  const other = await seedOtherFirm(db, { now });
  expect(await find(other.transactionId)).toBeNull();
  expect(await find(other.transactionId, other.firmId)).toMatchObject({ amount: 300_00, matter: null });
  expect(await find(demo.transactions.cardOperating, other.firmId)).toBeNull();
});

test('a payment shows its items, what each account got, its invoice payments and its matter', async () => {
  expect(await find(demo.transactions.split)).toMatchObject({
    type: 'sale',
    status: 'settled',
    method: 'card',
    amount: 1_750_00,
    currency: 'USD',
    payer: { name: 'Luis Ortega' },
    matter: { number: '10244-001', name: 'Ortega - Purchase of 418 Larkspur Lane' },
    items: [
      { description: 'Legal fees', invoiceNumber: '10433', account: 'operating', amount: 600_00 },
      { description: 'Homeowners association dues at closing', invoiceNumber: null, account: 'trust' },
    ],
    legs: [
      { account: 'operating', amount: 600_00 },
      { account: 'trust', amount: 1_150_00 },
    ],
    allocations: [{ invoiceNumber: '10433', amount: 600_00 }],
  });
});

test('a payment that was paid back names its refund, and the refund names the payment and shows its items', async () => {
  const paid = await find('txn_5k0A8Uci0qRhSBHp');
  expect(paid?.refundId).toMatch(/^rf_/);
  const processorPayment = demo.processorPayments.find(({ id }) => id === 'txn_5k0A8Uci0qRhSBHp');
  const [refund] = processorPayment?.refunds ?? [];
  expect(await find(refund?.id ?? '')).toMatchObject({
    type: 'refund',
    status: 'settled',
    refundId: null,
    refundOf: { transactionId: 'txn_5k0A8Uci0qRhSBHp', refundId: paid?.refundId },
    items: paid?.items,
  });
});

async function insertPayment(id: string, amount: number): Promise<void> {
  const { id: connectionId } = await findFirstConnection(db, demo.firmId);
  await db.insert(payments).values({
    ...{ firmId: demo.firmId, connectionId },
    transactionId: asId<TransactionId>(id),
    type: 'sale',
    status: 'captured',
    amount: money(amount),
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payerName: 'Ana Silva',
    createdAt: now,
  });
}
