// The firm's bank accounts (RP3): entries, legs and statements say which of them they belong to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { and, eq, isNotNull } from 'drizzle-orm';
import { BANK_KIND_OF } from '@makewhole/domain/bank-accounts';
import { LEDGER_ACCOUNTS, type LedgerAccount } from '@makewhole/domain/postings';
import { ledgerEntries, postings } from '@makewhole/db/schema/ledger';
import { bankLines } from '@makewhole/db/schema/bank';
import { firmEvents } from '@makewhole/db/schema/firms';
import { refundLegs } from '@makewhole/db/schema/refunds';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks } from '../refunds/walk-by-stores.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

type Account = Schemas['BankAccount'] & Pick<Schemas['Problem'], 'code' | 'detail'>;

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
});
afterAll(() => world.stop());

function ask<Body = Account>(what: string, body?: unknown, { headers }: Session = owner) {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

async function listed(session = owner): Promise<readonly Account[]> {
  return (await ask<{ data: Account[] }>('GET /v1/bank-accounts', undefined, session)).body.data;
}

async function defaultOf(kind: string): Promise<Account> {
  const account = (await listed()).find((one) => one.kind === kind && one.isDefault);
  if (account === undefined) throw new Error(`No default ${kind} account`);
  return account;
}

const IOLTA_2 = {
  kind: 'trust',
  title: 'Adler & Brandt LLP, NJ IOLTA',
  bankName: 'Hudson Savings',
  lastFour: '7702',
  isIolta: true,
  state: 'NJ',
};

describe('the accounts of a firm', () => {
  it('are one of each kind at first, both the default ones', async () => {
    const other = await sessionOf(world, world.otherFirm, 'owner');
    expect(await listed(other)).toMatchObject([
      { kind: 'operating', title: 'Operating account', isDefault: true, isIolta: false, status: 'open' },
      { kind: 'trust', title: 'Trust account (IOLTA)', isDefault: true, isIolta: true, status: 'open' },
    ]);
  });

  it("get a second trust account, and an event in the firm's timeline without any name", async () => {
    const { status, body } = await ask('POST /v1/bank-accounts', IOLTA_2);
    expect([status, body]).toMatchObject([201, { ...IOLTA_2, status: 'open', isDefault: false }]);
    expect(await listed()).toContainEqual(body);
    const [event] = await world.db
      .select({ data: firmEvents.data })
      .from(firmEvents)
      .where(and(eq(firmEvents.firmId, world.firm.firmId), eq(firmEvents.type, 'bank_account.added')));
    expect(event?.data).toEqual({
      bankAccountId: body.id,
      kind: 'trust',
      lastFour: '7702',
      isIolta: true,
      state: 'NJ',
    });
  });

  it('are changed by an owner alone, in what was sent alone', async () => {
    const { id } = (await ask('POST /v1/bank-accounts', { ...IOLTA_2, title: 'Another' })).body;
    const admin = await sessionOf(world, world.firm, 'admin');
    expect((await ask(`PATCH /v1/bank-accounts/${id}`, { state: 'NY' }, admin)).status).toBe(403);
    const changed = await ask(`PATCH /v1/bank-accounts/${id}`, { state: 'NY', bankName: null });
    expect(changed.body).toMatchObject({ title: 'Another', state: 'NY', bankName: null, lastFour: '7702' });
  });

  it.each([
    ['an operating IOLTA', { ...IOLTA_2, kind: 'operating' }, 422],
    ['more of the number than four characters', { ...IOLTA_2, lastFour: '117702' }, 400],
    ['no title', { ...IOLTA_2, title: ' ' }, 400],
    ['a state that is none', { ...IOLTA_2, state: 'XX' }, 400],
  ])('are never %s', async (_what, body, status) => {
    expect((await ask('POST /v1/bank-accounts', body)).status).toBe(status);
  });

  it('keep one default of each kind, which is open', async () => {
    const before = await defaultOf('operating');
    for (const change of [{ isDefault: false }, { status: 'closed' }]) {
      const refused = await ask(`PATCH /v1/bank-accounts/${before.id}`, change);
      expect([refused.status, refused.body.code]).toEqual([422, 'bank_account_refused']);
    }
    const second = await ask('POST /v1/bank-accounts', { kind: 'operating', title: 'Second operating' });
    await ask(`PATCH /v1/bank-accounts/${second.body.id}`, { isDefault: true });
    expect((await defaultOf('operating')).id).toBe(second.body.id);
    expect((await ask(`PATCH /v1/bank-accounts/${before.id}`, { status: 'closed' })).status).toBe(200);
    await ask(`PATCH /v1/bank-accounts/${before.id}`, { status: 'open', isDefault: true });
    expect((await defaultOf('operating')).id).toBe(before.id);
  });

  it('of another firm are not found', async () => {
    const other = await sessionOf(world, world.otherFirm, 'owner');
    const [theirs] = await listed(other);
    const refused = await ask(`PATCH /v1/bank-accounts/${theirs?.id}`, { title: 'Mine' });
    expect([refused.status, refused.body.code]).toEqual([404, 'bank_account_not_found']);
    expect((await ask('PATCH /v1/bank-accounts/%00', { title: 'Mine' })).status).toBe(404);
  });
});

describe('a statement', () => {
  const csvOf = (day: string) => `date,description,amount\n${day},Deposit,10.00\n`;
  const ofxOf = (account: string, id: string) =>
    `OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>011<ACCTID>${account}</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20260801<TRNAMT>-1.00<FITID>${id}<NAME>a</STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
  type Imported = Schemas['BankStatement'] & Pick<Schemas['Problem'], 'code' | 'detail'>;
  const send = (file: string, query: string) =>
    call<Imported>(world.url, `POST /v1/bank-statements?${query}`, {
      key: world.key,
      body: file,
      headers: { 'content-type': 'text/csv' },
    });

  it('is of the account that is named, and equal lines of two accounts are two', async () => {
    const second = (await ask('POST /v1/bank-accounts', IOLTA_2)).body.id;
    const first = (await defaultOf('trust')).id;
    const named = await send(csvOf('2026-03-10'), `account=trust&bankAccountId=${second}`);
    expect(named.body).toMatchObject({ account: 'trust', bankAccountId: second, newLines: 1 });
    const unnamed = await send(`${csvOf('2026-03-10')}\n`, 'account=trust');
    expect(unnamed.body).toMatchObject({ bankAccountId: first, newLines: 1 });
    const lines = await world.db
      .select({ of: bankLines.bankAccountId })
      .from(bankLines)
      .where(and(eq(bankLines.firmId, world.firm.firmId), eq(bankLines.date, '2026-03-10')));
    expect(lines.map(({ of }) => of).sort()).toEqual([first, second].sort());
    const same = await send(csvOf('2026-03-10'), 'account=trust');
    expect([same.status, same.body.code]).toEqual([409, 'statement_of_other_account']);
  });

  it('finds its account again by the number, and is refused for another', async () => {
    const second = (await ask('POST /v1/bank-accounts', IOLTA_2)).body.id;
    const named = await send(ofxOf('555000777', 'B1'), `account=trust&bankAccountId=${second}`);
    expect(named.body).toMatchObject({ bankAccountId: second, accountLastFour: '0777' });
    expect((await send(ofxOf('555000777', 'B2'), 'account=trust')).body.bankAccountId).toBe(second);
    const first = (await defaultOf('trust')).id;
    const wrong = await send(ofxOf('555000777', 'B3'), `account=trust&bankAccountId=${first}`);
    expect([wrong.status, wrong.body.code]).toEqual([409, 'statement_of_other_account']);
  });

  it('for an account of the other kind, a closed one or none is refused', async () => {
    const closed = (await ask('POST /v1/bank-accounts', IOLTA_2)).body.id;
    await ask(`PATCH /v1/bank-accounts/${closed}`, { status: 'closed' });
    const operating = (await defaultOf('operating')).id;
    for (const id of [closed, operating, 'ba_none']) {
      const refused = await send(csvOf('2026-04-10'), `account=trust&bankAccountId=${id}`);
      expect([id, refused.status, refused.body.code]).toEqual([id, 404, 'bank_account_not_found']);
    }
    // What no text in the database can contain is no ID at all.
    const unstorable = await send(csvOf('2026-04-10'), 'account=trust&bankAccountId=%00');
    expect([unstorable.status, unstorable.body.code]).toEqual([400, 'invalid_request']);
  });
});

describe('the books', () => {
  let firm: SmallFirm;
  let ofFirm: Session;
  beforeAll(async () => {
    firm = await createSmallFirm(world.db);
    ofFirm = await sessionOf(world, firm, 'owner');
  });

  async function makeDefault(kind: 'operating' | 'trust'): Promise<string> {
    const added = await ask('POST /v1/bank-accounts', { kind, title: `A new ${kind} account` }, ofFirm);
    await ask(`PATCH /v1/bank-accounts/${added.body.id}`, { isDefault: true }, ofFirm);
    return added.body.id;
  }

  async function entriesOf(refundId: RefundId) {
    return world.db
      .select({ step: postings.step, account: ledgerEntries.account, of: ledgerEntries.bankAccountId })
      .from(ledgerEntries)
      .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
      .where(and(eq(postings.firmId, firm.firmId), eq(postings.refundId, refundId)));
  }

  it('put back into the account that paid, whichever is the default by then', async () => {
    const [operating, trust] = await listed(ofFirm);
    const parts = [
      { of: 'invoice', amount: 70_00 },
      { of: 'trust', amount: 30_00 },
    ] as const;
    const refund = await acceptedRefund(world.db, firm, parts);
    await moveBooks(world.db, refund);
    const second = await makeDefault('operating');
    await failRefund(world.db, refund, { code: 'account_closed', message: 'Closed', at: new Date() });
    const moved = (await entriesOf(refund.refundId)).filter(({ account }) => account === 'operating_bank');
    expect(moved.map(({ step }) => step)).toContain('undo_operating_debit');
    expect(new Set(moved.map(({ of }) => of))).toEqual(new Set([operating?.id]));
    const legs = await world.db
      .select()
      .from(refundLegs)
      .where(eq(refundLegs.refundId, asId<RefundId>(refund.refundId)));
    expect(
      legs.map(({ account, bankAccountId, drawnOn }) => [account, bankAccountId, drawnOn]).sort(),
    ).toEqual([
      ['operating', operating?.id, operating?.id],
      ['trust', trust?.id, operating?.id],
    ]);
    const next = await acceptedRefund(world.db, firm, parts);
    await moveBooks(world.db, next);
    const drawn = (await entriesOf(next.refundId)).filter(({ account }) => account === 'operating_bank');
    expect(new Set(drawn.map(({ of }) => of))).toEqual(new Set([second]));
  });

  it('receive a payment into the account that was the default when it came', async () => {
    const second = await makeDefault('trust');
    const transactionId = await givePayment(world.db, null, firm, { parts: [{ of: 'trust', amount: 9_00 }] });
    const received = await world.db
      .select({ account: ledgerEntries.account, of: ledgerEntries.bankAccountId })
      .from(ledgerEntries)
      .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
      .where(and(eq(postings.firmId, firm.firmId), eq(postings.transactionId, transactionId)));
    expect(received).toEqual([
      { account: 'trust_bank', of: second },
      { account: 'client_trust_liability', of: second },
    ]);
  });

  it('name a bank account on exactly the ledger accounts that lie in one, as the table says', async () => {
    const rows = await world.db
      .selectDistinct({ account: ledgerEntries.account })
      .from(ledgerEntries)
      .where(isNotNull(ledgerEntries.bankAccountId));
    const inBank = (account: LedgerAccount) => BANK_KIND_OF[account] !== null;
    expect(rows.filter(({ account }) => !inBank(account))).toEqual([]);
    const [row] = await world.db.execute<{ def: string }>(
      `SELECT pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE conname = 'entry_bank_account'`,
    );
    const named = [...(row?.def ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(LEDGER_ACCOUNTS.filter(inBank).sort());
  });

  it('of an older release, which does not know the accounts, get the default ones', async () => {
    const [defaults] = await world.db.execute<{ id: string }>(
      `SELECT id FROM bank_accounts WHERE firm_id = '${firm.firmId}' AND kind = 'trust' AND is_default`,
    );
    const [line] = await world.db.execute<{ bank_account_id: string }>(
      `INSERT INTO payment_items (id, firm_id, transaction_id, position, description, account, amount)
       SELECT 'item_old', firm_id, transaction_id, 99, 'x', 'trust', 1 FROM payments
       WHERE firm_id = '${firm.firmId}' LIMIT 1 RETURNING bank_account_id`,
    );
    expect(line?.bank_account_id).toBe(defaults?.id);
  });
});
