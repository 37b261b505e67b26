// Once the opening books of a trust account are signed (ADR 54): nothing from before is posted again, and what was
// outstanding is matched with later lines of the bank.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockPayment } from '@makewhole/db/lock-payment';
import { insertLoss } from '@makewhole/db/losses/record-losses';
import { bookPayment } from '@makewhole/db/payments/book-payment';
import { postings } from '@makewhole/db/schema/ledger';
import { obligations } from '@makewhole/db/schema/obligations';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { importMonth } from '../month-ends/november.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { BOOKS, SCHEDULE, createOpeningFirm, type OpeningFirm } from './opening-firm.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

let firm: OpeningFirm['firm'];
let key: OpeningFirm['key'];
let trust: OpeningFirm['trust'];
let signed: OpeningFirm['signed'];
let ledgers: OpeningFirm['ledgers'];
let pay: OpeningFirm['pay'];
beforeEach(async () => {
  ({ firm, key, trust, signed, ledgers, pay } = await createOpeningFirm(world));
});

/** The bank takes a payment back from trust, on that day. */
function takeBack(id: string, takenOn: string): Promise<void> {
  return world.db.transaction(async (tx) => {
    const at = new Date();
    const payment = await lockPayment(tx, { firmId: firm.firmId, transactionId: asId<TransactionId>(id) });
    if (payment === undefined) throw new Error(`There is no payment ${id}`);
    const lost = { subject: '', round: 1, status: 'lost', withdrawn: true, fee: money(0) } as const;
    const loss = { ...lost, kind: 'return', amount: payment.amount, takenOn } as const;
    await insertLoss(tx, payment, { ...loss, debits: 'account_of_payment' }, at);
    await bookPayment(tx, payment, at);
  });
}

describe('after the cut-over', () => {
  it('a payment from before it posts no second receipt, and can be refunded', async () => {
    await signed();
    const early = await pay('early', '2026-09-30', 300_00);
    const later = await pay('later', '2026-10-01', 50_00);
    expect(await ledgers()).toEqual({ ...BOOKS, '2026-014': 850_00, trust_bank: -1_850_00 });
    for (const transactionId of [early, later]) {
      const path = `GET /v1/payments/${transactionId}`;
      const { body } = await call<Schemas['PaymentDetail']>(world.url, path, { key });
      expect(body.eligibility).toMatchObject({ refundable: true });
    }
    await pay('early', '2026-09-30', 300_00);
    const receipts = await world.db
      .select({ isVoid: postings.isVoid })
      .from(postings)
      .where(and(eq(postings.firmId, firm.firmId), eq(postings.transactionId, early)));
    expect(receipts).toEqual([{ isVoid: true }]);
  });

  it('what the bank took back before it is in it too, and what it takes back later is not', async () => {
    await signed();
    await pay('early', '2026-09-10', 300_00);
    const returned = (id: string, on: string) => takeBack(`${id}_${firm.firmId}`, on);
    await returned('early', '2026-09-20');
    expect(await ledgers()).toEqual(BOOKS);
    await pay('other', '2026-09-11', 300_00);
    await returned('other', '2026-10-02');
    expect(await ledgers()).toEqual({ ...BOOKS, '2026-014': 500_00, trust_bank: -1_500_00 });
  });

  it('no transaction is dated before it', async () => {
    await signed();
    const statement = {
      ...{ bankAccountId: trust, type: 'other_receipt', matterExternalId: 'm-14', date: '2026-09-30' },
      ...{ amount: 1_00, counterparty: 'Dana Whitfield', method: 'check', purpose: 'Retainer' },
    };
    const imported = await call(world.url, 'PUT /v1/trust-transactions/x-1', { key, body: statement });
    expect([imported.status, imported.body.code]).toEqual([422, 'before_opening']);
    const recorded = await call(world.url, 'POST /v1/trust-transactions', {
      ...{ key, headers: { 'idempotency-key': 'a-charge' } },
      body: {
        type: 'bank_charge',
        bankAccountId: trust,
        amount: 15_00,
        date: '2026-09-30',
        reference: 'STMT',
      },
    });
    expect([recorded.status, recorded.body.code]).toEqual([422, 'date_out_of_range']);
  });

  it('money whose client was not known is identified', async () => {
    await signed();
    const list = 'GET /v1/trust-transactions';
    const { body } = await call<Schemas['TrustTransactionPage']>(world.url, list, { key });
    expect(body.data).toMatchObject([{ type: 'unidentified_deposit', amount: 400_00, date: '2026-09-30' }]);
    const identified = await call(world.url, 'POST /v1/trust-transactions', {
      ...{ key, headers: { 'idempotency-key': `identify-${firm.firmId}` } },
      body: {
        ...{
          type: 'deposit_identified',
          depositId: body.data[0]?.id,
          matterNumber: '2026-B',
          amount: 400_00,
        },
        ...{ date: '2026-10-05', reference: 'Letter of October 5' },
      },
    });
    expect(identified.status).toBe(201);
    const { unidentified_trust_liability: _gone, ...rest } = BOOKS;
    expect(await ledgers()).toEqual({ ...rest, '2026-B': 900_00 });
  });

  it('the month reconciles, with what was outstanding matched to the bank', async () => {
    await pay('early', '2026-09-30', 300_00);
    await signed();
    await importMonth(
      world.db,
      { firm, account: { firmId: firm.firmId, bankAccountId: asId(trust) } },
      {
        ...{ periodStart: '2026-10-01', opening: 1_700_00, closing: 1_800_00, closingDate: '2026-10-31' },
        lines: [
          ['2026-10-02', 500_00, 'Deposit'],
          ['2026-10-05', -400_00, 'CHECK 1044'],
        ],
      },
    );
    const monthEnds = `/v1/bank-accounts/${trust}/month-ends`;
    const { body } = await call<{ data: { id: string }[] }>(world.url, `GET ${monthEnds}`, { key });
    const id = body.data[0]?.id ?? '';
    const binder = await call<Schemas['MonthEndBinder']>(world.url, `GET ${monthEnds}/${id}`, { key });
    expect(binder.body).toMatchObject({
      ...{ previousClosing: 1_700_00, agrees: true, differences: [] },
      lines: { line1: 1_800_00, line2: 1_800_00, line3: 1_800_00, line4: 0, line5: 0, line6: 1_800_00 },
    });
  });

  it('what the bank has not shown is still outstanding', async () => {
    await signed();
    const monthEnds = `/v1/bank-accounts/${trust}/month-ends`;
    const opened = await call<{ id: string }>(world.url, `POST ${monthEnds}`, {
      key,
      body: { endingOn: '2026-10-31', closingBalance: 1_700_00 },
    });
    expect([opened.status, opened.text]).toEqual([201, opened.text]);
    const path = `GET ${monthEnds}/${opened.body.id}`;
    const { body } = await call<Schemas['MonthEndBinder']>(world.url, path, { key });
    expect(body).toMatchObject({
      ...{ periodStart: '2026-10-01', previousClosing: 1_700_00, agrees: true },
      lines: { line2: 1_800_00, line4: 500_00, line5: 400_00, line6: 1_800_00 },
    });
    const checks = body.sections.find(({ section }) => section === '3b')?.rows;
    expect(checks).toMatchObject([{ name: 'Expert Inc.', reference: '1044, of 2026-09-28', amount: 400_00 }]);
  });

  it("a ledger that was negative is a lawyer's task", async () => {
    const balances = [SCHEDULE.balances[0], { matterExternalId: '2026-B', balance: -100_00 }];
    await signed({ statementBalance: 1_100_00, balances });
    expect((await ledgers())['2026-B']).toBe(-100_00);
    const open = await world.db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
    expect(open.filter(({ status }) => status === 'open')).toMatchObject([
      { kind: 'trust_replenish', amount: 100_00, status: 'open', owner: 'lawyer' },
    ]);
  });
});
