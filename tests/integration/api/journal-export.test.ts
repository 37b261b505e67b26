// The journal for the firm's own general ledger, on both bases, and the map of its accounts (ADR 58).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { eq } from 'drizzle-orm';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { postOnce } from '@makewhole/db/ledger/post-entries';
import { listJournal } from '@makewhole/db/journal/list-journal';
import { invoices } from '@makewhole/db/schema/matters';
import { asId, type AllocationId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { invoiceForgiveness } from '@makewhole/domain/postings';
import { invoiceEntries } from '@makewhole/domain/receipts';
import { acceptedRefund, moveBooks, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

const AMOUNT = 640_00;
const DAY_MS = 86_400_000;
const dayIn = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(Date.now() + days * DAY_MS);
/** From before the payment was made until now, in the zone of the firm. */
const RANGE = `?from=${dayIn(-60)}&to=${dayIn(1)}`;

type Line = Readonly<Record<string, string>>;

let world: ApiWorld;
let owner: Session;
let refund: WalkedRefund;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  refund = await acceptedRefund(world.db, world.firm, [{ of: 'invoice', amount: AMOUNT }]);
  await moveBooks(world.db, refund);
  await bill();
  const forgiven = { allocationId: asId<AllocationId>('al_1'), amount: money(AMOUNT) };
  await postOnce(world.db, refund, new Date(), invoiceForgiveness('write_off', forgiven));
});
afterAll(() => world.stop());

/** Books the fees that the payment's invoice billed. */
async function bill(): Promise<void> {
  const { firmId } = world.firm;
  const [invoice] = await world.db.select().from(invoices).where(eq(invoices.firmId, firmId));
  if (invoice === undefined) throw new Error('The payment has paid an invoice');
  const subject = { firmId, invoiceId: invoice.id, at: new Date() };
  const billed = { step: 'invoice', leg: 'operating', allocationId: null } as const;
  await insertPosting(world.db, subject, billed, invoiceEntries(invoice.total));
}

async function exported(query = RANGE, key = world.key): Promise<Line[]> {
  const { status, text, headers } = await call(world.url, `GET /v1/exports/journal${query}`, { key });
  expect([status, headers.get('content-type')], text).toEqual([200, 'text/csv; charset=utf-8']);
  return parse(text, { columns: true, bom: true }); // each line by its heads
}

function put(body: unknown, { headers }: Session = owner) {
  return call<Schemas['AccountMap']>(world.url, 'PUT /v1/firm/account-map', { headers, body });
}

/** A line's amount, a debit positive. */
const amountIn = ({ Debit = '', Credit = '' }: Line) =>
  Math.round(Number(Debit) * 100) - Math.round(Number(Credit) * 100);

const stepsOf = (lines: readonly Line[]) =>
  lines
    .filter((line) => line['Refund ID'] === refund.refundId)
    .map((line) => `${line['Step']}: ${line['Account code']} ${amountIn(line)}`)
    .toSorted();

function expectBalanced(lines: readonly Line[]): void {
  for (const [id, ofPosting] of Map.groupBy(lines, (line) => line['Posting ID'])) {
    const total = ofPosting.reduce((so, line) => so + amountIn(line), 0);
    expect([id, ofPosting.length > 1, total]).toEqual([id, true, 0]);
  }
}

describe('the journal', () => {
  it('is what is in the books on the accrual basis, by day, with whom each line is about', async () => {
    const lines = await exported();
    expectBalanced(lines);
    expect(stepsOf(lines)).toEqual([
      'invoice_reversal: accounts_receivable 64000',
      'invoice_reversal: refunds_clearing -64000',
      'operating_debit: operating_bank -64000',
      'operating_debit: refunds_clearing 64000',
      'write_off: accounts_receivable -64000',
      'write_off: write_offs 64000',
    ]);
    const billed = lines.filter((line) => line['Step'] === 'invoice');
    expect(billed.map((line) => [line['Account code'], line['Matter number'], amountIn(line)])).toEqual([
      ['accounts_receivable', '2026-014', AMOUNT],
      ['fees_earned', '2026-014', -AMOUNT],
    ]);
    const days = lines.map((line) => line['Date']);
    expect(days).toEqual(days.toSorted());
    const debit = lines.find((line) => line['Step'] === 'operating_debit' && line['Credit'] === '640.00');
    expect(debit).toMatchObject({
      ...{ Date: dayIn(0), Debit: '', 'Account code': 'operating_bank', 'Account number': '' },
      ...{
        'Matter number': '2026-014',
        Client: 'Dana Whitfield',
        'Transaction ID': expect.stringMatching(/^txn_/),
      },
      'Recorded (America/New_York)': expect.stringContaining(dayIn(0)),
    });
    const receipt = lines.find((line) => line['Step'] === 'receipt' && line['Debit'] === '640.00');
    expect(receipt?.['Date']).toBe(dayIn(-28));
  });

  it('on the cash basis has no receivable, and the refund as negative income', async () => {
    await put({ basis: 'cash', accounts: [] });
    const lines = await exported();
    await put({ basis: 'accrual', accounts: [] });
    expectBalanced(lines);
    expect(stepsOf(lines)).toEqual([
      'invoice_reversal: fees_earned 64000',
      'invoice_reversal: refunds_clearing -64000',
      'operating_debit: operating_bank -64000',
      'operating_debit: refunds_clearing 64000',
    ]);
    expect(lines.map((line) => line['Step'])).not.toContain('invoice');
    // What came in went back, and what was only billed is no income.
    const income = lines.filter((line) => line['Account code'] === 'fees_earned');
    expect(income.reduce((so, line) => so + amountIn(line), 0)).toBe(0);
    expect(lines.map((line) => line['Account code'])).not.toContain('accounts_receivable');
  });

  it('holds the days that were asked for, and the whole postings of a bank account', async () => {
    expect(await exported(`?from=${dayIn(-400)}&to=${dayIn(-100)}`)).toEqual([]);
    const { trust } = await findDefaultAccounts(world.db, world.firm.firmId);
    const ofTrust = await exported(`${RANGE}&bankAccountId=${trust}`);
    expectBalanced(ofTrust);
    expect(new Set(ofTrust.map((line) => line['Account code']))).toEqual(
      new Set(['trust_bank', 'client_trust_liability']),
    );
  });

  it('is the same read in small pages', async () => {
    const range = { firmId: world.firm.firmId, from: dayIn(-60), to: dayIn(1) };
    const { data: whole } = await listJournal(world.db, { ...range, limit: 100 });
    expect(whole.length).toBeGreaterThan(4);
    const read: (typeof whole)[number][] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await listJournal(world.db, { ...range, limit: 2, cursor });
      read.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(read).toEqual(whole);
  });

  it('says nothing of another firm', async () => {
    const lines = await exported(RANGE, world.otherKey);
    expect(lines.filter((line) => line['Refund ID'] !== '')).toEqual([]);
    const { trust } = await findDefaultAccounts(world.db, world.firm.firmId);
    const { status, body } = await call(world.url, `GET /v1/exports/journal${RANGE}&bankAccountId=${trust}`, {
      key: world.otherKey,
    });
    expect([status, body.code]).toEqual([404, 'bank_account_not_found']);
  });

  it.each([
    '',
    '?from=2026-01-01',
    '?from=2026-01-02&to=2026-01-01',
    '?from=2025-01-01&to=2026-01-02',
    '?from=0000-01-01&to=0000-01-02',
    '?from=2026-01-01&to=2026-01-02&cursor=x',
  ])('refuses %s', async (query) => {
    const { status, body } = await call(world.url, `GET /v1/exports/journal${query}`, { key: world.key });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('the account map', () => {
  const MAPPED = {
    basis: 'accrual',
    accounts: [
      { code: 'operating_bank', number: '1010', name: 'Checking, operating' },
      { code: 'write_offs', number: '=4900', name: null },
    ],
  };

  it('begins with the names that we call the accounts by', async () => {
    const { body } = await call<Schemas['AccountMap']>(world.url, 'GET /v1/firm/account-map', {
      key: await giveKey(world.db, world.firm, ['read']),
    });
    expect(body.basis).toBe('accrual');
    expect(body.accounts[0]).toEqual({
      ...{ code: 'operating_bank', standardName: 'operating_bank', number: null, name: null },
    });
  });

  it('gives the lines their numbers and names, none of them a formula, and is replaced as a whole', async () => {
    expect((await put(MAPPED)).status).toBe(200);
    const lines = await exported();
    const told = (code: string) => {
      const line = lines.find((one) => one['Account code'] === code);
      return [line?.['Account number'], line?.['Account name']];
    };
    expect(told('operating_bank')).toEqual(['1010', 'Checking, operating']);
    expect(told('write_offs')).toEqual(["'=4900", 'write_offs']);
    expect(told('refunds_clearing')).toEqual(['', 'refunds_clearing']);
    const { body } = await put({ ...MAPPED, accounts: MAPPED.accounts.slice(1) });
    expect(body.accounts.filter(({ number, name }) => number !== null || name !== null)).toEqual([
      { ...MAPPED.accounts[1], standardName: 'write_offs' },
    ]);
    const stranger = await call<Schemas['AccountMap']>(world.url, 'GET /v1/firm/account-map', {
      key: world.otherKey,
    });
    expect(stranger.body.accounts.every(({ number }) => number === null)).toBe(true);
  });

  it('is in the timeline once for each change, without what a person wrote', async () => {
    await put({ basis: 'accrual', accounts: [] });
    await put({ ...MAPPED, basis: 'cash' });
    await put({ ...MAPPED, basis: 'cash', accounts: MAPPED.accounts.toReversed() });
    await put({ basis: 'cash', accounts: [] });
    const { body } = await call<{ data: Schemas['FirmEvent'][] }>(world.url, 'GET /v1/firm/events?limit=2', {
      headers: owner.headers,
    });
    expect(body.data.map(({ type, data }) => [type, data])).toEqual([
      ['settings.account_map_changed', { changes: {}, accounts: ['operating_bank', 'write_offs'] }],
      [
        'settings.account_map_changed',
        {
          changes: { journalBasis: { from: 'accrual', to: 'cash' } },
          accounts: ['operating_bank', 'write_offs'],
        },
      ],
    ]);
    await put({ basis: 'accrual', accounts: [] });
  });

  it('refuses an account that we do not have, one that is named twice, and who is no owner', async () => {
    const account = { code: 'operating_bank', number: '1010', name: null };
    const wrong = [
      { basis: 'accrual', accounts: [{ ...account, code: 'petty_cash' }] },
      { basis: 'accrual', accounts: [account, { ...account, number: '1020' }] },
      { basis: 'accrual', accounts: [{ ...account, number: '10\n10' }] },
      { basis: 'tax', accounts: [] },
      { basis: 'accrual' },
    ];
    for (const body of wrong) expect((await put(body)).status).toBe(400);
    const admin = await sessionOf(world, world.firm, 'admin');
    expect((await put({ basis: 'accrual', accounts: [] }, admin)).status).toBe(403);
  });
});
