// What the firm's own system says of its matters' trust money (ADR 54): each movement is booked once, on its day, in any
// order, and is never changed.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { importInTurn } from '@makewhole/db/imports/import-row';
import {
  putTrustTransaction,
  type TrustTransactionStatement,
} from '@makewhole/db/imports/put-trust-transaction';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { firmEvents } from '@makewhole/db/schema/firms';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { matters, trustAccountBalances } from '@makewhole/db/schema/matters';
import { obligations } from '@makewhole/db/schema/obligations';
import { money } from '@makewhole/domain/money';
import { addMatter, byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { today } from '../../support/today.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

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
  key = await giveKey(world.db, firm, ['import', 'read', 'trust']);
  trust = (await findDefaultAccounts(world.db, firm.firmId)).trust;
});

const DEPOSIT = {
  ...{ type: 'other_receipt', matterExternalId: 'm-14', date: '2026-11-02', amount: 2_000_00 },
  ...{ counterparty: 'Dana Whitfield', method: 'check', number: '881', purpose: 'Retainer' },
} as const;
const EXPERT = {
  ...{ type: 'other_disbursement', matterExternalId: 'm-14', date: '2026-11-12', amount: 400_00 },
  ...{ counterparty: 'Expert Inc.', method: 'check', number: '1044', purpose: 'Expert report' },
} as const;
const FEES = {
  ...{ type: 'trust_to_operating_fees', matterExternalId: 'm-14', date: '2026-11-20', amount: 640_00 },
  ...{ counterparty: 'Adler & Brandt LLP', method: 'transfer', purpose: 'Invoice 10431' },
} as const;

function put(id: string, facts: object, as = key) {
  const body = { bankAccountId: trust, ...facts };
  return call<Schemas['Imported'] & Pick<Schemas['Problem'], 'code' | 'detail'>>(
    world.url,
    `PUT /v1/trust-transactions/${id}`,
    { key: as, body },
  );
}

async function said(id: string, facts: object): Promise<string> {
  const { status, body } = await put(id, facts);
  return status === 200 ? body.status : `${status} ${body.code}`;
}

async function books(of = firm) {
  const total = sql<number>`sum(${ledgerEntries.amount})::int`;
  const rows = await world.db
    .select({ account: ledgerEntries.account, total })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.firmId, of.firmId))
    .groupBy(ledgerEntries.account)
    .having(sql`sum(${ledgerEntries.amount}) <> 0`);
  return Object.fromEntries(rows.map(({ account, total: amount }) => [account, amount]));
}

const tasks = () =>
  world.db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firm.firmId), eq(obligations.status, 'open')));

it('books a deposit, a check and fees, each on its day, and the same again changes nothing', async () => {
  for (const [id, facts] of [
    ['d', DEPOSIT],
    ['e', EXPERT],
    ['f', FEES],
  ] as const) {
    expect([await said(id, facts), await said(id, facts)]).toEqual(['created', 'unchanged']);
  }
  expect(await books()).toEqual({
    ...{ trust_bank: 960_00, client_trust_liability: -960_00 },
    ...{ operating_bank: 640_00, unapplied_receipts: -640_00 },
  });
  const days = await world.db
    .select({ step: postings.step, on: postings.effectiveOn })
    .from(postings)
    .where(eq(postings.firmId, firm.firmId));
  expect(days.map(({ step, on }) => `${step} ${on}`).sort()).toEqual([
    'other_disbursement 2026-11-12',
    'other_receipt 2026-11-02',
    'trust_to_operating_fees 2026-11-20',
  ]);
  const { body } = await call<Schemas['TrustTransactionPage']>(world.url, 'GET /v1/trust-transactions', {
    key,
  });
  expect(body.data).toMatchObject([
    { externalId: 'f', reference: 'f', number: null },
    {
      externalId: 'e',
      reference: '1044',
      counterparty: 'Expert Inc.',
      method: 'check',
      purpose: 'Expert report',
    },
    { externalId: 'd' },
  ]);
  const events = await world.db.select().from(firmEvents).where(eq(firmEvents.firmId, firm.firmId));
  expect(events.filter(({ type }) => type === 'trust.transaction_recorded')).toHaveLength(3);
  expect(JSON.stringify(events)).not.toContain('Expert Inc.');
});

it('never changes a record: it is reversed once, and stays so', async () => {
  await said('e', EXPERT);
  const changed = await put('e', { ...EXPERT, amount: 450_00, matterExternalId: 'm-14' });
  expect([changed.status, changed.body.code]).toEqual([409, 'recorded_otherwise']);
  expect(changed.body.detail).toContain('another amount.');
  expect(await said('e', { ...EXPERT, reversed: true })).toBe('422 explanation_needed');
  const reversal = { ...EXPERT, reversed: true, reversalReason: 'Typed twice' };
  expect([await said('e', reversal), await said('e', reversal)]).toEqual(['updated', 'unchanged']);
  expect(await said('e', EXPERT)).toBe('409 not_recordable');
  expect(await said('once', reversal)).toBe('created');
  expect(await books()).toEqual({});
  expect(await tasks()).toEqual([]);
});

it('takes what makes a ledger negative, and a lawyer is asked to replenish it', async () => {
  expect(await said('e', EXPERT)).toBe('created');
  expect(await tasks()).toMatchObject([
    { kind: 'trust_replenish', subject: firm.matterId, amount: 400_00, owner: 'lawyer' },
  ]);
  await said('d', DEPOSIT);
  expect(await tasks()).toEqual([]);
});

it('refuses per row what cannot be booked, with what to do', async () => {
  const rows = [
    { externalId: 'a', ...DEPOSIT, matterExternalId: 'm-none' },
    { externalId: 'b', ...DEPOSIT, bankAccountId: 'ba_none' },
    { externalId: 'c', ...DEPOSIT, date: '2999-01-01' },
    { externalId: 'd', ...DEPOSIT },
    { externalId: 'e', ...DEPOSIT, operatingAccountId: trust },
  ].map((row) => ({ bankAccountId: trust, ...row }));
  const batch = async (dryRun: boolean) => {
    const path = 'POST /v1/trust-transactions/batch';
    const { status, body } = await call<Schemas['BatchAnswer']>(world.url, path, {
      key,
      body: { rows, dryRun },
    });
    expect(status).toBe(200);
    return body.rows.map((row) => row.code ?? row.status);
  };
  const answer = [
    'matter_not_found',
    'bank_account_not_found',
    'date_out_of_range',
    'created',
    'bank_account_not_found',
  ];
  expect(await batch(true)).toEqual(answer);
  expect(await books()).toEqual({});
  expect(await batch(false)).toEqual(answer);
  expect(await batch(false)).toEqual(answer.map((one) => (one === 'created' ? 'unchanged' : one)));
});

it('keeps firms apart, and needs the scope import', async () => {
  await said('d', DEPOSIT);
  const other = await createSmallFirm(world.db, 0);
  const theirs = await giveKey(world.db, other);
  expect((await put('d', DEPOSIT, theirs)).body.code).toBe('bank_account_not_found');
  const own = (await findDefaultAccounts(world.db, other.firmId)).trust;
  expect((await put('d', { ...EXPERT, bankAccountId: own }, theirs)).body.status).toBe('created');
  expect((await books(other))['trust_bank']).toBe(-400_00);
  expect((await books())['trust_bank']).toBe(2_000_00);
  const reader = await giveKey(world.db, firm, ['read', 'refund', 'trust']);
  expect((await put('d', DEPOSIT, reader)).status).toBe(403);
});

it('moves what is dated into a signed month to today, and keeps the day that was meant', async () => {
  await world.db
    .execute(sql`INSERT INTO month_ends (id, firm_id, bank_account_id, version, period_start, ending_on,
      opening_balance, closing_balance, scope, status, created_by, created_at, prepared_by, prepared_at, signed_by,
      signed_at, bar_number, content, content_hash)
    VALUES (${`me_${randomUUID()}`}, ${firm.firmId}, ${trust}, 1, '2026-10-01', '2026-10-31', 0, 0, 'full', 'signed', 'x',
      now(), ${firm.people.admin}, now(), ${firm.people.lawyer}, now(), '123', '{}', 'x')`);
  expect(await said('d', { ...DEPOSIT, date: '2026-10-20' })).toBe('created');
  const [posting] = await world.db.select().from(postings).where(eq(postings.firmId, firm.firmId));
  expect([posting?.effectiveOn, posting?.forDate]).toEqual([today(), '2026-10-20']);
});

const movement = fc.record({
  matter: fc.constantFrom('m-14', '2026-015'),
  type: fc.constantFrom('other_receipt', 'other_disbursement', 'trust_to_operating_fees'),
  amount: fc.integer({ min: 1, max: 5_000_00 }).map(money),
  day: fc.integer({ min: 1, max: 28 }),
  reversed: fc.boolean(),
});

it('leads to the same books in whatever order it comes, however often', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(movement, { minLength: 1, maxLength: 5 }).chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(
            all.concat(all).map((_one, at) => at),
            { minLength: 2 * all.length },
          ),
        ),
      ),
      async ([all, order]) => {
        const inOrder = await playInto(
          all,
          all.map((_one, at) => at),
        );
        const shuffled = await playInto(
          all,
          order.map((at) => at % all.length),
        );
        expect(shuffled).toEqual(inOrder);
      },
    ),
    { numRuns: 5 },
  );
}, 120_000);

/** The balances of the accounts and of each matter after these movements. */
async function playInto(
  all: readonly {
    matter: string;
    type: TrustTransactionStatement['type'];
    amount: TrustTransactionStatement['amount'];
    day: number;
    reversed: boolean;
  }[],
  order: readonly number[],
) {
  const of = await createSmallFirm(world.db, 0);
  await addMatter(world.db, of, { number: '2026-015', name: 'Two', client: 'Two' });
  const { trust: bankAccountId } = await findDefaultAccounts(world.db, of.firmId);
  for (const at of order) {
    const { matter, day, reversed, ...facts } = all[at] ?? raise();
    const said = {
      ...{
        externalId: `x-${at}`,
        bankAccountId,
        matterExternalId: matter,
        counterparty: 'Somebody',
        method: 'wire' as const,
      },
      ...{ number: null, purpose: 'Something', operatingAccountId: null, ...facts },
      ...{
        date: `2026-10-${String(day).padStart(2, '0')}`,
        reversed,
        reversalReason: reversed ? 'A slip' : null,
      },
    } as const;
    const outcome = await importInTurn(world.db, byOwner(of), (importing) =>
      putTrustTransaction(importing, said),
    );
    expect(['created', 'unchanged']).toContain(outcome.kind);
  }
  const balances = await world.db
    .select({ number: matters.number, balance: trustAccountBalances.balance })
    .from(trustAccountBalances)
    .innerJoin(matters, eq(matters.id, trustAccountBalances.matterId))
    .where(and(eq(trustAccountBalances.firmId, of.firmId), sql`${trustAccountBalances.balance} <> 0`))
    .orderBy(matters.number);
  return { books: await books(of), balances };
}

function raise(): never {
  throw new Error('No such movement');
}
