import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { eq, sql, type SQL } from 'drizzle-orm';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { firms } from '@makewhole/db/schema/firms';
import { payments } from '@makewhole/db/schema/payments';
import { readStrictly } from '@makewhole/domain/fixtures/read-strict-csv';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { dayIn } from '@makewhole/api/http/download';
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
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="makewhole-\w+-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const rows: Record<string, string>[] = parse(text, { columns: true, bom: true }); // each column by its head
  expect(rows.map((row) => Object.values(row))).toEqual(readStrictly(text).slice(1));
  return rows;
}

it('exports every page of what is filtered, in its order, in decimals and in the zone of the firm', async () => {
  const rows = await rowsOf('/v1/exports/payments?q=Crowd&sort=created');
  expect(rows).toHaveLength(CROWD);
  expect(rows[0]).toMatchObject({
    'Transaction ID': 'txn_0',
    'Created (America/New_York)': '2026-01-04 22:30:00',
    'Created offset': 'UTC-05:00',
    'Settled (America/New_York)': '',
    'Settled offset': '',
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

it('is dated as the firm dates it, wherever the server is', async () => {
  // At any time it is another day in at least one of these than in UTC.
  for (const timeZone of ['Pacific/Honolulu', 'Pacific/Kiritimati']) {
    await world.db.update(firms).set({ timeZone }).where(eq(firms.id, world.otherFirm.firmId));
    const range = `?from=${dayIn(timeZone)}&to=${dayIn(timeZone)}`;
    const paths = ['exports/payments', `exports/journal${range}`, 'reports/trust', 'reports/unclaimed'];
    for (const path of paths) {
      const before = dayIn(timeZone);
      const { headers } = await call(world.url, `GET /v1/${path}`, {
        key: world.otherKey,
        headers: { accept: path.startsWith('reports') ? 'text/csv' : '*/*' },
      });
      expect(headers.get('content-disposition'), path).toMatch(
        new RegExp(`"makewhole-[a-z-]+-(${before}|${dayIn(timeZone)})\\.csv"$`),
      );
    }
  }
});

it('is refused if it is longer than a file may be, and exported in parts', { timeout: 120_000 }, async () => {
  const { firm, key } = await longFirm();
  const wide = { createdAt: sql`'2026-01-01'::timestamptz + n * interval '1 minute'`, settledAt: sql`NULL` };
  await insertMany(firm, 50_001, wide);
  const { status, body } = await call(world.url, 'GET /v1/exports/payments', { key });
  expect([status, body.code]).toEqual([422, 'export_too_long']);
  expect(body.detail).toContain('more than 50,000 rows');
  expect(await rowsOf('/v1/exports/payments?to=2026-01-02T00:00:00Z', key)).toHaveLength(24 * 60 - 1);
});

it('never looks whole if it ends too early', async () => {
  const { firm, key } = await longFirm();
  // The time of the last of three pages is none that can be shown.
  const broken = sql`CASE WHEN n = ${CROWD} THEN 'infinity'::timestamptz END`;
  await insertMany(firm, CROWD, {
    ...{ createdAt: sql`'2026-01-01'::timestamptz + n * interval '1 minute'`, settledAt: broken },
  });
  const response = await fetch(`${world.url}/v1/exports/payments?sort=created`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(response.status).toBe(200);
  // Whoever reads it to its end is told by HTTP that this was not the end: there is no last chunk.
  await expect(response.text()).rejects.toThrow('terminated');
});

async function longFirm() {
  const firm = await createSmallFirm(world.db);
  return { firm, key: await giveKey(world.db, firm) };
}

async function insertMany(
  { firmId }: SmallFirm,
  count: number,
  { createdAt, settledAt }: { readonly createdAt: SQL; readonly settledAt: SQL },
): Promise<void> {
  const { id } = await findFirstConnection(world.db, firmId);
  await world.db.execute(sql`
    INSERT INTO payments (firm_id, transaction_id, connection_id, type, status, amount, currency, method, last4, payer_name, created_at, settled_at)
    SELECT ${firmId}, 'txn_many_' || n, ${id}, 'sale', 'settled', 100, 'USD', 'card', '0042', 'Many', ${createdAt}, ${settledAt}
    FROM generate_series(1, ${count}::int) AS n`);
}

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
