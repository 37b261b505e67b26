// People, trust balances and the assignments of payments from CSV files.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';
import { call, type Schemas } from '../api/call.ts';

const START_MS = 120_000;

let world: ApiWorld;
let env: Record<string, string>;
beforeAll(async () => {
  world = await createApiWorld();
  const key = await giveKey(world.db, world.firm, ['import']);
  env = { MAKEWHOLE_API_URL: world.url, MAKEWHOLE_API_KEY: key };
}, START_MS);
afterAll(() => world.stop());

const importing = (kind: string, input: string, ...options: string[]) =>
  runMakewhole(['--json', 'import', kind, '-', ...options], { env, input });

describe('people', () => {
  it('are invited once if they may only read, and the others are reported', async () => {
    const id = randomUUID();
    const people = ['name,email,role', `Ada,ada.${id}@people.example,Viewer`];
    const file = [...people, `Ben,ben.${id}@people.example,lawyer`, `Cleo,cleo.${id}@people.example,boss`];
    const tried = await importing('people', file.join('\n'));
    expect(JSON.parse(tried.out)).toMatchObject({
      ...{ isWritten: false, created: 1 },
      bad: [
        { line: 3, column: null, code: 'invite_in_portal', value: `ben.${id}@people.example` },
        { line: 4, column: 'role', code: 'invalid_value', value: 'boss' },
      ],
    });
    const sent = await importing('people', people.join('\n'));
    expect([sent.code, JSON.parse(sent.out)]).toEqual([0, expect.objectContaining({ created: 1 })]);
    expect(JSON.parse((await importing('people', people.join('\n'))).out)).toMatchObject({ unchanged: 1 });
  });
});

describe('trust balances', () => {
  const header = 'matter_external_id,balance';

  it('come in after a trial that changes nothing, also below zero, and the same again changes nothing', async () => {
    const file = `${header}\nm-14,"-1,234.50"\n`;
    const dry = await importing('trust-balances', file, '--dry-run');
    expect([dry.err, JSON.parse(dry.out)]).toEqual(['', expect.objectContaining({ created: 1 })]);
    expect(await balanceOf('m-14')).toBeUndefined();
    expect(JSON.parse((await importing('trust-balances', file)).out)).toMatchObject({ created: 1 });
    expect(await balanceOf('m-14')).toBe(-1_234_50);
    expect(JSON.parse((await importing('trust-balances', file)).out)).toMatchObject({ unchanged: 1 });
  });

  it('of no matter, of no account, or twice are reported with their lines', async () => {
    const rows = ['m-none,1.00,', 'm-14,1.00,ba_none', 'm-15,(1.00),', 'm-16,1.00,', 'm-16,2.00,'];
    const { out } = await importing('trust-balances', [`${header},bank_account_id`, ...rows].join('\n'));
    const { bad } = JSON.parse(out) as { bad: { line: number; column: string | null; code: string }[] };
    expect(bad.map((row) => [row.line, row.column, row.code])).toEqual([
      [2, null, 'matter_not_found'],
      [3, null, 'bank_account_not_found'],
      [4, 'balance', 'invalid_value'],
      [5, 'matter_external_id', 'duplicate_matter_external_id'],
      [6, 'matter_external_id', 'duplicate_matter_external_id'],
    ]);
  });
});

async function balanceOf(matter: string): Promise<number | undefined> {
  const what = `GET /v1/trust-balances/${matter}`;
  return (await call<Partial<Schemas['TrustBalance']>>(world.url, what, { key: world.key })).body.balance;
}

describe('allocations', () => {
  const header = 'transaction_id,account,amount,matter_number,invoice_number,description';

  it('assign a payment by all of its lines, after a trial that changes nothing', async () => {
    const transactionId = await unassigned();
    const file = [
      header,
      `${transactionId},operating,60.00,2026-014,INV-later,Fees`,
      `${transactionId},trust,30.00,2026-014,,Retainer`,
    ].join('\n');
    const dry = await importing('allocations', file, '--dry-run');
    expect([dry.err, JSON.parse(dry.out)]).toEqual(['', expect.objectContaining({ updated: 1 })]);
    expect(await isUnassigned(transactionId)).toBe(true);
    expect(JSON.parse((await importing('allocations', file)).out)).toMatchObject({
      ...{ isWritten: true, updated: 1 },
    });
    expect(await isUnassigned(transactionId)).toBe(false);
    expect(JSON.parse((await importing('allocations', file)).out)).toMatchObject({ unchanged: 1 });
  });

  it('of a payment are all left out if one is bad, and each is reported', async () => {
    const [one, two] = [await unassigned(), await unassigned()];
    const file = [
      header,
      `${one},operating,60.00,2026-014,,`,
      `${one},savings,30.00,2026-014,,`,
      `${two},trust,60.00,2026-014,,`,
      `${two},trust,30.00,2026-015,,`,
      `${await unassigned()},trust,89.99,,,`,
      `${await unassigned()},trust,90.00,,INV-1,`,
      ',trust,1.00,,,',
    ].join('\n');
    const { out, code } = await importing('allocations', file, '--skip-bad');
    const { bad } = JSON.parse(out) as { bad: { line: number; column: string | null; code: string }[] };
    expect(bad.map((row) => [row.line, row.column, row.code])).toEqual([
      [2, 'transaction_id', 'other_line_bad'],
      [3, 'account', 'invalid_value'],
      [4, 'transaction_id', 'other_line_bad'],
      [5, 'matter_number', 'invalid_value'],
      [6, null, 'items_disagree'],
      [7, 'invoice_number', 'invalid_request'],
      [8, 'transaction_id', 'invalid_value'],
    ]);
    expect([code, await isUnassigned(one), await isUnassigned(two)]).toEqual([1, true, true]);
  });
});

/** A payment of 90.00 that has come in, and of which nobody has said whose money it is. */
async function unassigned(): Promise<string> {
  const id = `txn_${randomUUID()}`;
  const at = '2026-11-02T15:00:00.000Z';
  const payment = {
    ...{ id, account: world.firm.processorAccount, type: 'sale', amount: 90_00, currency: 'USD' },
    ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
    ...{ matterNumber: null, createdAt: at, capturedAt: at, settledAt: at, items: null },
  };
  await world.sandbox.post('/control/payments', { payments: [payment] });
  expect(await isUnassigned(id)).toBe(true);
  return id;
}

async function isUnassigned(id: string): Promise<boolean> {
  const { body } = await call<Schemas['Payment']>(world.url, `GET /v1/payments/${id}`, { key: world.key });
  return body.unassigned;
}
