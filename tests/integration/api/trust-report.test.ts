// The ledger self-check (R5): bank, book and clients' balances, as JSON and as a table.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { trustAccountBalances } from '@makewhole/db/schema/matters';
import { DEMO_FIRM } from '@makewhole/db/seed/demo-people';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { money } from '@makewhole/domain/money';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const read = (key = world.key, headers: Readonly<Record<string, string>> = {}) =>
  call<Schemas['TrustReport']>(world.url, 'GET /v1/reports/trust', { key, headers });

it('is balanced, and tells a balance that the ledger does not have', async () => {
  const { body } = await read();
  expect(body).toMatchObject({
    ...{ bank: 5_000_00, book: 5_000_00, clients: 5_000_00, isBalanced: true },
    matters: [{ number: '2026-014', client: 'Dana Whitfield', ledger: 5_000_00, balance: 5_000_00, held: 0 }],
  });
  const table = await read(world.key, { accept: 'text/csv' });
  expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(table.text.split('\r\n').slice(2, 8)).toEqual([
    'Bank,,,,5000.00,,,0.00,',
    'Book,,,,5000.00,,,0.00,',
    'Clients,,,,,5000.00,,,',
    'Ledgers not negative,,,,5000.00,,,,',
    'Negative ledgers,,,,0.00,,,,0.00',
    'Matter,2026-014,Whitfield lease,Dana Whitfield,5000.00,5000.00,0.00,0.00,',
  ]);
  const setBalance = (balance: number) =>
    world.db
      .update(trustAccountBalances)
      .set({ balance: money(balance) })
      .where(eq(trustAccountBalances.matterId, world.firm.matterId));
  await setBalance(4_000_00);
  expect((await read()).body).toMatchObject({
    clients: 4_000_00,
    differences: { bankLessBook: 0, bookLessClients: 1_000_00 },
    isBalanced: false,
  });
  await setBalance(5_000_00);
});

it("sets the bank's own word beside what the ledger had booked by that day", async () => {
  const send = (rows: string) =>
    call<Schemas['BankStatement']>(world.url, 'POST /v1/bank-statements?account=trust', {
      key: world.key,
      body: `date,description,amount,balance\n${rows}`,
      headers: { 'content-type': 'text/csv' },
    });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect((await read()).body.statement).toBeNull();
  const early = await send(`${day(-9)},Deposit,40.00,40.00`);
  expect(early.body).toMatchObject({ closingBalance: 40_00, closingDate: day(-9) });
  expect((await read()).body.statement).toEqual({
    ...{ balance: 40_00, date: day(-9), ledger: 0, difference: 40_00, datedBy: 'effective_date' },
  });
  await send(`${day(0)},Deposit,4960.00,5000.00`);
  await send(`${day(-5)},Fee,-1.00,39.00`);
  const { body } = await read();
  expect(body.statement).toEqual({
    ...{ balance: 5_000_00, date: day(0), ledger: 5_000_00, difference: 0, datedBy: 'effective_date' },
  });
  expect(body.isBalanced).toBe(true);
});

it('knows nothing of another firm', async () => {
  const { body } = await read(world.otherKey);
  expect(body).toMatchObject({ statement: null, matters: [{ ledger: 5_000_00 }] });
});

it('needs the permission for it', async () => {
  const refunder = await giveKey(world.db, world.firm, ['refund']);
  expect((await read(refunder)).status).toBe(403);
});

it('of the demo firm, with the trust refunds of its past, is balanced', async () => {
  await seedDemoFirm(world.db, { now: new Date() });
  const report = await readTrustReport(world.db, DEMO_FIRM.id);
  expect(report.bank).toBeGreaterThan(0);
  expect(report.matters.filter(({ difference }) => difference !== 0)).toEqual([]);
  expect(report.isBalanced).toBe(true);
});
