import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { payments } from '@makewhole/db/schema/payments';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call } from './call.ts';

const NASTY = ['=1+1', '+1', '-1', '@now', '\tx', '\rx', 'Raúl "Ray", Jr.', 'Ann\r\n=2'];
/** More than one of the export's pages. */
const CROWD = 1_201;

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
  const { id: connectionId } = await findFirstConnection(world.db, world.firm.firmId);
  const row = (n: number, payerName: string) => ({
    ...{ firmId: world.firm.firmId, connectionId },
    transactionId: asId<TransactionId>(`txn_${n}`),
    type: 'sale' as const,
    status: 'settled' as const,
    amount: money(1_000_00 + n),
    currency: 'USD' as const,
    method: 'card' as const,
    last4: '0042',
    payerName,
    createdAt: new Date(Date.UTC(2026, 0, 5, 3, 30, n)),
  });
  const crowd = Array.from({ length: CROWD }, (_, n) => row(n, `Crowd ${n}`));
  await world.db.insert(payments).values(crowd);
  await world.db.insert(payments).values(NASTY.map((name, n) => row(10_000 + n, name)));
});
afterAll(() => world.stop());

async function rowsOf(path: string, key = world.key): Promise<Record<string, string>[]> {
  const { status, text, headers } = await call(world.url, `GET ${path}`, { key });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="\w+-\d{4}-\d\d-\d\d\.csv"$/);
  return parse(text, { columns: true, bom: true }); // each column by its head
}

it('exports every page of what is filtered, in its order, in decimals and in the zone of the firm', async () => {
  const rows = await rowsOf('/v1/exports/payments?q=Crowd&sort=created');
  expect(rows).toHaveLength(CROWD);
  expect(rows[0]).toMatchObject({
    'Transaction ID': 'txn_0',
    'Created (America/New_York)': '2026-01-04 22:30:00',
    'Settled (America/New_York)': '',
    Payer: 'Crowd 0',
    'Last four': '0042',
    Amount: '1000.00',
    Currency: 'USD',
  });
  const names = rows.map(({ Payer }) => Payer);
  expect(names).toEqual(Array.from({ length: CROWD }, (_, n) => `Crowd ${n}`));
  expect(await rowsOf('/v1/exports/payments?minAmount=101190&maxAmount=101199&q=Crowd')).toHaveLength(10);
});

it('lets no payer write a formula into a spreadsheet', async () => {
  const rows = await rowsOf('/v1/exports/payments?minAmount=110000&sort=created');
  expect(rows.map(({ Payer }) => Payer)).toEqual(
    NASTY.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)),
  );
});

it('exports refunds with who was paid back and why, words that look like formulas included', async () => {
  const transactionId = await world.pay();
  const { body } = await askForRefund(world, { transactionId, reason: '=cmd|/c calc' });
  const rows = await rowsOf('/v1/exports/refunds');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    'Refund ID': body.id,
    'Transaction ID': transactionId,
    Status: 'requested',
    Payer: 'Dana Whitfield',
    Amount: '1250.00',
    Reason: "'=cmd|/c calc",
  });
});

it('holds nothing of another firm, and is for whoever may read', async () => {
  expect(await rowsOf('/v1/exports/payments', world.otherKey)).toEqual([]);
  expect(await rowsOf('/v1/exports/refunds', world.otherKey)).toEqual([]);
  const reader = await giveKey(world.db, world.firm, ['read']);
  expect(await rowsOf('/v1/exports/payments?q=Crowd', reader)).toHaveLength(CROWD);
});

it.each(['payments?cursor=x', 'payments?limit=1', 'refunds?sort=payer', 'payments?from=yesterday'])(
  'refuses %s',
  async (path) => {
    const { status, body } = await call(world.url, `GET /v1/exports/${path}`, { key: world.key });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  },
);
