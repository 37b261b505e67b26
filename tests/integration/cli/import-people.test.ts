// People and the assignments of payments from CSV files.
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
