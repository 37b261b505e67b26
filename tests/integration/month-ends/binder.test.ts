// The month-end binder's sections, as JSON and as tables for a spreadsheet, and how long a large month takes.
import { readStrictly } from '@makewhole/domain/fixtures/read-strict-csv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';
import { call, type Schemas } from '../api/call.ts';
import { STATEMENTS, bookInTrust, importMonth, seedNovember, type November } from './november.ts';

let world: ApiWorld;
let november: November;
let key: string;
beforeAll(async () => {
  world = await createApiWorld();
  november = await seedNovember(world.db);
  key = await giveKey(world.db, november.firm);
  for (const month of ['october', 'november'] as const)
    await importMonth(world.db, november, STATEMENTS[month]);
});
afterAll(() => world.stop());

type Binder = Schemas['MonthEndBinder'];
const path = () => `/v1/bank-accounts/${november.account.bankAccountId}/month-ends`;
const get = <Body>(rest: string) => call<Body>(world.url, `GET ${path()}${rest}`, { key });
async function binderOf(endingOn: string): Promise<Binder> {
  const { body } = await get<Schemas['MonthEndPage']>('');
  const id = body.data.find((one) => one.endingOn === endingOn)?.id;
  return (await get<Binder>(`/${id}`)).body;
}
const sectionOf = (binder: Binder, wanted: string) =>
  binder.sections.find(({ section }) => section === wanted);

it('has all sections of the form, each total on its line, and says what is not covered', async () => {
  const binder = await binderOf('2025-11-30');
  expect(binder.sections.map(({ section }) => section)).toEqual([
    ...['0', '1', '2', '3a', '3b', '3c', '3d', '4', '5', '6', '7', '8', '9a', '9b', '9c'],
    ...['10', '11', '12', '13', '14'],
  ]);
  const totals = binder.sections.filter(({ line }) => line !== null).map(({ line, total }) => [line, total]);
  expect(totals).toEqual([
    ['4', 400_00],
    ['5', 1_250_00],
    ['5a', 3_12],
    ['2', 27_500_00],
    ['1', 27_500_00],
  ]);
  expect(
    sectionOf(binder, '4')?.rows.map(({ deposit, disbursement, balance }) => [
      deposit,
      disbursement,
      balance,
    ]),
  ).toEqual([
    [null, 1_250_00, 27_100_00],
    [400_00, null, 27_500_00],
  ]);
  expect(
    sectionOf(binder, '5')?.rows.map(({ client, opening, closing, flag }) => [
      client,
      opening,
      closing,
      flag,
    ]),
  ).toEqual([
    ['Client B', 20_000_00, 20_000_00, ''],
    ['Client C', 7_000_00, 7_400_00, ''],
    ['Dana Whitfield', 1_250_00, 0, 'zero with activity'],
    [null, 100_00, 100_00, ''],
  ]);
  expect(sectionOf(binder, '12')).toMatchObject({ count: 0, title: 'Client accountings sent' });
  expect(sectionOf(binder, '11')?.note).toContain('Drawn each quarter');
});

it('shows each day on which a ledger was negative', async () => {
  await bookInTrust(world.db, november, 'A', -50_00, '2025-11-28');
  await bookInTrust(world.db, november, 'A', 50_00, '2025-11-29');
  expect(sectionOf(await binderOf('2025-11-30'), '9a')?.rows).toEqual([
    { ledger: '2026-014 Whitfield lease', from: '2025-11-28', lowest: -50_00, curedOn: '2025-11-29' },
  ]);
});

it('gives each section as a table that says what it is of, and in which no text is a formula', async () => {
  await world.db.execute(
    sql`UPDATE clients SET name = '=HYPERLINK("http://bad.example")' WHERE name = 'Client B'`,
  );
  const { id } = await binderOf('2025-11-30');
  const { status, text, headers } = await get<unknown>(`/${id}/sections/5`);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(headers.get('content-disposition')).toMatch(/filename="makewhole-month-end-2025-11-30-5-.+\.csv"/);
  const rows = readStrictly(text);
  expect(rows[0]?.[0]).toContain('schedule supporting your trust reconciliation');
  const filled = rows.map((cells) => cells.join().replace(/,+$/, ''));
  expect(filled).toContain('Firm,Adler & Brandt LLP');
  expect(filled).toContain('Period,2025-11-01 to 2025-11-30');
  expect(filled.find((line) => line.includes('bad.example'))).toMatch(
    /^'=HYPERLINK.*,20000\.00,0\.00,0\.00,20000\.00,0\.00,20000\.00/,
  );
  expect(filled).toEqual(expect.arrayContaining(['Count,4', 'Total,27500.00', 'Line of section 1,1']));
  expect((await get(`/${id}/sections/99`)).status).toBe(404);
});

it('takes a month of 2,000 entries in a few seconds', async () => {
  const { firmId, bankAccountId } = november.account;
  await world.db.transaction(async (tx) => {
    await tx.execute(sql`
      INSERT INTO postings (id, firm_id, step, leg, at, effective_on, cause_id)
      SELECT 'post_many_' || n, ${firmId}, 'receipt', 'trust', now(), '2025-12-01'::date + n % 31, 'loss_many_' || n
      FROM generate_series(1, 2000) AS n`);
    await tx.execute(sql`
      INSERT INTO ledger_entries (posting_id, line, firm_id, account, bank_account_id, matter_id, amount)
      SELECT 'post_many_' || n, line, ${firmId}, account, ${bankAccountId}, matter_id, amount
      FROM generate_series(1, 2000) AS n, LATERAL (VALUES
        (1, 'trust_bank', NULL, (100 + n)::bigint),
        (2, 'client_trust_liability', 'mat_' || n % 12, -(100 + n)::bigint)) AS e (line, account, matter_id, amount)`);
  });
  await importMonth(world.db, november, STATEMENTS.december);
  const startedMs = performance.now();
  const binder = await binderOf('2025-12-31');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(sectionOf(binder, '4')?.count).toBe(2_002);
  expect(sectionOf(binder, '5')?.count).toBe(5 + 12);
});
