// What in a trust account is no matter's (ADR 34), through the API: the firm's own money for bank charges, interest,
// and deposits whose client is not known.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { and, eq, sql } from 'drizzle-orm';
import { firmEvents } from '@makewhole/db/schema/firms';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { obligations } from '@makewhole/db/schema/obligations';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf } from './session.ts';

type Answer = Schemas['TrustTransaction'] &
  Pick<Schemas['Problem'], 'code' | 'detail'> & { readonly balance?: number };

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

let firm: SmallFirm;
let key: string;
let trust: string;
beforeEach(async () => {
  firm = await createSmallFirm(world.db, 0);
  key = await giveKey(world.db, firm);
  trust = (await accounts()).find(({ kind }) => kind === 'trust')?.id ?? '';
});

const accounts = async () =>
  (await call<{ data: Schemas['BankAccount'][] }>(world.url, 'GET /v1/bank-accounts', { key })).body.data;

function record(
  type: string,
  facts: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
) {
  const inAccount = 'depositId' in facts || type === 'reversal' ? {} : { bankAccountId: trust };
  const dated = type === 'reversal' ? {} : { date: today() };
  return call<Answer>(world.url, 'POST /v1/trust-transactions', {
    ...(headers['cookie'] === undefined && { key }),
    headers: { 'idempotency-key': randomUUID(), ...headers },
    body: { type, ...inAccount, ...dated, reference: 'STMT 11', ...facts },
  });
}

async function recorded(type: string, facts: Readonly<Record<string, unknown>>): Promise<Answer> {
  const { status, body, text } = await record(type, facts);
  expect([status, text]).toEqual([201, text]);
  return body;
}

/** Records what is refused: the status, the code and, where one is told, the ledger's balance. */
async function refused(...asked: Parameters<typeof record>) {
  const { status, body } = await record(...asked);
  return [status, body.code, body.balance].filter((said) => said !== undefined).join(' ');
}

/** What the ledger has, by account, leaving out what is zero. */
async function books() {
  const total = sql<number>`sum(${ledgerEntries.amount})::int`;
  const rows = await world.db
    .select({ account: ledgerEntries.account, total })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.firmId, firm.firmId))
    .groupBy(ledgerEntries.account)
    .having(sql`sum(${ledgerEntries.amount}) <> 0`);
  return Object.fromEntries(rows.map(({ account, total: amount }) => [account, amount]));
}

const report = async () =>
  (await call<Schemas['TrustReport']>(world.url, 'GET /v1/reports/trust', { key })).body;

const tasks = () =>
  world.db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firm.firmId), eq(obligations.kind, 'trust_replenish')));

describe('the firm’s own money in trust', () => {
  it('of $100.00 pays a bank charge of $15.00, and stands in the report beside the matters', async () => {
    const made = await recorded('cushion_deposit', { amount: 100_00 });
    await recorded('bank_charge', { amount: 15_00 });
    expect(await books()).toEqual({
      operating_bank: -100_00,
      firm_funds_in_trust: 85_00,
      bank_charges: 15_00,
      trust_bank: 85_00,
      firm_trust_liability: -85_00,
    });
    expect(await report()).toMatchObject({
      ...{ bank: 85_00, book: 85_00, other: 85_00, clients: 0, shortage: 0, isBalanced: true },
      otherLedgers: [
        { bankAccountId: trust, bankAccount: 'Trust account (IOLTA)', ledger: 'firm', amount: 85_00 },
      ],
      matters: [],
    });
    const csv = await call(world.url, 'GET /v1/reports/trust', { key, headers: { accept: 'text/csv' } });
    expect(csv.text).toContain('No matter,,Firm funds for bank charges,Trust account (IOLTA),85.00,,,,');
    const events = await world.db
      .select({ data: firmEvents.data })
      .from(firmEvents)
      .where(and(eq(firmEvents.firmId, firm.firmId), eq(firmEvents.type, 'trust.transaction_recorded')));
    expect(events.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ trustTransactionId: made.id, type: 'cushion_deposit', amount: 100_00 }),
    );
    type List = { data: Answer[]; nextCursor: string | null };
    const list = async (query: string) =>
      (await call<List>(world.url, `GET /v1/trust-transactions?${query}`, { key })).body;
    const [page, other] = [await list('limit=1'), await list('bankAccountId=ba_other')];
    expect([page.data.map(({ type }) => type), other.data]).toEqual([['bank_charge'], []]);
    const rest = await list(`cursor=${page.nextCursor}`);
    expect([rest.data, rest.nextCursor]).toEqual([[made], null]);
  });

  it('is short after a charge that it does not cover: a lawyer replenishes that, and no more', async () => {
    await recorded('bank_charge', { amount: 15_00 });
    expect(await report()).toMatchObject({
      bank: -15_00,
      shortage: 15_00,
      shortMatters: 1,
      isBalanced: true,
    });
    await recorded('processor_fee', { amount: 5_00 });
    const [told, task, ...more] = await tasks();
    expect([told, task, more]).toMatchObject([
      { status: 'void', amount: 15_00 },
      { status: 'open', owner: 'lawyer', amount: 20_00, subject: trust, refundId: null },
      [],
    ]);
    expect(task?.summary).toContain("than the firm's own money in it: it is short by $20.00");
    const file = new TextEncoder().encode(`%PDF-1.4 ${randomUUID()}`);
    const kept = await call<{ id: string }>(world.url, 'POST /v1/evidence', {
      ...{ key, file, headers: { 'content-type': 'application/pdf' } },
    });
    const made = { kind: 'trust_replenish', date: today(), reference: 'WIRE 7', evidenceId: kept.body.id };
    const settle = (amount: number) =>
      call(world.url, `POST /v1/obligations/${task?.id}/settle`, { key, body: { ...made, amount } });
    const refused = await settle(20_01);
    expect([refused.status, refused.body.code]).toEqual([409, 'exceeds_shortage']);
    expect((await settle(20_00)).status).toBe(200);
    expect((await settle(20_00)).status).toBe(200);
    expect(await books()).toEqual({ operating_bank: -20_00, bank_charges: 15_00, processor_fees: 5_00 });
    expect(await tasks()).toMatchObject([{ status: 'void' }, { status: 'done' }]);
    expect(await report()).toMatchObject({ bank: 0, shortage: 0, isBalanced: true });
  });

  it('covers a shortage with any deposit, and is withdrawn by a lawyer, never by more than there is', async () => {
    await recorded('bank_charge', { amount: 15_00 });
    await recorded('cushion_deposit', { amount: 100_00 });
    expect(await tasks()).toMatchObject([{ status: 'void' }]);
    expect(await refused('cushion_withdrawal', { amount: 85_01 })).toBe('409 trust_ledger_insufficient 8500');
    const admin = await sessionOf(world, firm, 'admin');
    expect((await record('cushion_withdrawal', { amount: 1 }, admin.headers)).status).toBe(403);
    const lawyer = await sessionOf(world, firm, 'lawyer');
    expect((await record('cushion_withdrawal', { amount: 85_00 }, lawyer.headers)).status).toBe(201);
    expect((await record('bank_charge', { amount: 1 }, admin.headers)).status).toBe(201);
    expect(await books()).toMatchObject({ operating_bank: -15_00, trust_bank: -1 });
  });
});

describe('interest of $3.12', () => {
  it('is the bar foundation’s until the bank remits it, never more', async () => {
    await recorded('interest_credited', { amount: 3_12 });
    expect(await books()).toEqual({ trust_bank: 3_12, interest_trust_liability: -3_12 });
    expect(await report()).toMatchObject({
      isBalanced: true,
      otherLedgers: [{ ledger: 'interest', amount: 3_12 }],
    });
    expect(await refused('interest_remitted', { amount: 3_13 })).toBe('409 trust_ledger_insufficient 312');
    await recorded('interest_remitted', { amount: 3_12 });
    expect(await books()).toEqual({});
  });

  it('on an account that is no IOLTA is its client’s', async () => {
    const owner = await sessionOf(world, firm, 'owner');
    const path = `PATCH /v1/bank-accounts/${trust}`;
    await call(world.url, path, { headers: owner.headers, body: { isIolta: false } });
    expect(await refused('interest_credited', { amount: 1 })).toBe('409 not_recordable');
  });
});

describe('a deposit of $400.00 whose client is not known', () => {
  it('is a matter’s once it is identified, in parts, and never by more than it was', async () => {
    const { id: depositId } = await recorded('unidentified_deposit', { amount: 400_00 });
    expect(await report()).toMatchObject({
      ...{ bank: 400_00, book: 400_00, clients: 0, isBalanced: true },
      otherLedgers: [{ ledger: 'unidentified', amount: 400_00 }],
    });
    const { matterId } = firm;
    await recorded('deposit_identified', { depositId, matterNumber: '2026-014', amount: 150_00 });
    const both = await Promise.all([
      record('deposit_identified', { depositId, matterId, amount: 250_00 }),
      record('deposit_identified', { depositId, matterId, amount: 250_00 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await refused('deposit_returned', { depositId, amount: 1 })).toBe(
      '409 trust_ledger_insufficient 0',
    );
    expect(await books()).toEqual({ trust_bank: 400_00, client_trust_liability: -400_00 });
    expect(await report()).toMatchObject({
      clients: 400_00,
      isBalanced: true,
      matters: [{ number: '2026-014', ledger: 400_00, balance: 400_00 }],
    });
  });

  it('goes back as it came', async () => {
    const { id: depositId } = await recorded('unidentified_deposit', { amount: 400_00 });
    const early = { depositId, amount: 1, date: '2026-01-02' };
    expect(await refused('deposit_returned', early)).toBe('422 date_out_of_range');
    await recorded('deposit_returned', { depositId, amount: 400_00 });
    expect(await books()).toEqual({});
  });
});

describe('a mistake', () => {
  it('is reversed once, on its own day, by a lawyer', async () => {
    const { id } = await recorded('bank_charge', { amount: 1_500_00, date: '2026-11-02' });
    const admin = await sessionOf(world, firm, 'admin');
    expect((await record('reversal', { reverses: id }, admin.headers)).status).toBe(403);
    const undone = await recorded('reversal', { reverses: id });
    expect(undone).toMatchObject({
      reverses: id,
      amount: 1_500_00,
      date: '2026-11-02',
      bankAccountId: trust,
    });
    expect(await refused('reversal', { reverses: id })).toBe('409 not_recordable');
    expect(await refused('reversal', { reverses: undone.id })).toBe('409 not_recordable');
    expect(await books()).toEqual({});
    expect(await tasks()).toMatchObject([{ status: 'void' }]);
  });

  it('about a matter is not undone once the money was spent or is held', async () => {
    const { id: depositId } = await recorded('unidentified_deposit', { amount: 400_00 });
    const wrong = await recorded('deposit_identified', {
      depositId,
      matterNumber: '2026-014',
      amount: 400_00,
    });
    expect(await refused('reversal', { reverses: depositId })).toBe('409 trust_ledger_insufficient 0');
    const hold = (held: number) => world.db.execute(sql`UPDATE trust_account_balances SET held = ${held}`);
    await hold(1);
    expect(await refused('reversal', { reverses: wrong.id })).toBe('409 trust_ledger_insufficient');
    await hold(0);
    await recorded('reversal', { reverses: wrong.id });
    await recorded('deposit_identified', { depositId, matterNumber: '2026-014', amount: 400_00 });
    expect(await report()).toMatchObject({ bank: 400_00, clients: 400_00, isBalanced: true });
  });
});

describe('a request', () => {
  it('with the same key records once, and with another body is refused', async () => {
    const once = { 'idempotency-key': 'charge-11' };
    const [first, second] = await Promise.all([
      record('cushion_deposit', { amount: 100_00 }, once),
      record('cushion_deposit', { amount: 100_00 }, once),
    ]);
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(await books()).toMatchObject({ trust_bank: 100_00 });
    expect((await record('cushion_deposit', { amount: 100_01 }, once)).body.code).toBe(
      'idempotency_key_reused',
    );
  });

  it.each([
    ['an operating account', {}, 404, 'bank_account_not_found'],
    ['an account of nobody', { bankAccountId: 'ba_none' }, 404, 'bank_account_not_found'],
    ['evidence of nobody', { evidenceId: 'ev_none' }, 422, 'no_such_evidence'],
    ['a day to come', { date: '2999-01-01' }, 422, 'date_out_of_range'],
    ['no amount', { amount: 0 }, 400, 'invalid_request'],
    ['a matter where none belongs', { matterNumber: '2026-014' }, 400, 'invalid_request'],
  ])('with %s is refused, and books nothing', async (what, facts, status, code) => {
    const operating = (await accounts()).find(({ kind }) => kind === 'operating')?.id;
    const of = what === 'an operating account' ? { bankAccountId: operating } : {};
    const refused = await record('bank_charge', { amount: 1, ...facts, ...of });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await books()).toEqual({});
  });

  it('about another firm’s account or deposit is not found', async () => {
    const { id: depositId } = await recorded('unidentified_deposit', { amount: 400_00 });
    const theirs = { bankAccountId: trust };
    firm = world.otherFirm;
    key = world.otherKey;
    expect((await record('bank_charge', { amount: 1, ...theirs })).status).toBe(404);
    for (const [type, facts] of [
      ['deposit_returned', { depositId, amount: 1 }],
      ['deposit_identified', { depositId, matterNumber: '2026-014', amount: 1 }],
      ['reversal', { reverses: depositId }],
    ] as const) {
      expect((await record(type, facts)).body.code).toBe('trust_transaction_not_found');
    }
  });
});
