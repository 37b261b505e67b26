// A firm of two matters whose trust account gets opening books, for their tests.
import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { addMatter, createSmallFirm } from '../../support/small-firm.ts';
import { giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp } from './session.ts';

export type OpeningAnswer = Schemas['OpeningScheduleDetail'] &
  Pick<Schemas['Problem'], 'code' | 'detail'> & { readonly difference?: number };

/** The bank had $1,700.00: A has $800.00 and a check of $400.00 is not cashed, B $500.00 with a deposit under way. */
export const SCHEDULE = {
  ...{ cutOverOn: '2026-09-30', statementBalance: 1_700_00, firmFunds: 100_00, unidentified: 400_00 },
  balances: [
    { matterExternalId: 'm-14', balance: 800_00 },
    { matterExternalId: '2026-B', balance: 500_00 },
  ],
  items: [
    {
      ...{ kind: 'disbursement', date: '2026-09-28', amount: 400_00, matterExternalId: 'm-14' },
      ...{ counterparty: 'Expert Inc.', number: '1044' },
    },
    {
      ...{ kind: 'deposit', date: '2026-09-30', amount: 500_00, matterExternalId: '2026-B' },
      counterparty: 'Client B',
    },
  ],
};

/** What the ledgers have once it is posted: what the account owes is positive. */
export const BOOKS = {
  ...{ '2026-014': 800_00, '2026-B': 500_00, trust_bank: -1_800_00 },
  ...{ firm_trust_liability: 100_00, unidentified_trust_liability: 400_00 },
};

export type OpeningFirm = Awaited<ReturnType<typeof createOpeningFirm>>;

export async function createOpeningFirm(world: ApiWorld) {
  const firm = await createSmallFirm(world.db, 0);
  await addMatter(world.db, firm, { number: '2026-B', name: 'B', client: 'Client B' });
  const key = await giveKey(world.db, firm);
  const trust: string = (await findDefaultAccounts(world.db, firm.firmId)).trust;
  const lawyer = await sessionOf(world, firm, 'lawyer');

  const say = (changes: object = {}, as = key) =>
    call<OpeningAnswer>(world.url, 'POST /v1/opening-schedules', {
      key: as,
      body: { bankAccountId: trust, ...SCHEDULE, ...changes },
    });

  async function said(changes: object = {}): Promise<OpeningAnswer> {
    const { status, body, text } = await say(changes);
    expect([status, text]).toEqual([201, text]);
    return body;
  }

  const sign = ({ id, hash }: Pick<OpeningAnswer, 'id' | 'hash'>, by = lawyer) =>
    call<OpeningAnswer>(world.url, `POST /v1/opening-schedules/${id}/sign`, {
      headers: by.headers,
      body: { hash, barNumber: '4711' },
    });

  async function signed(changes: object = {}): Promise<OpeningAnswer> {
    const opening = await said(changes);
    await stepUp(world, lawyer);
    const { status, body, text } = await sign(opening);
    expect([status, text]).toEqual([200, text]);
    return body;
  }

  async function ledgers() {
    const rows = await world.db
      .select({
        key: sql<string>`coalesce(m.number, ${ledgerEntries.account})`,
        total: sql<number>`-sum(${ledgerEntries.amount})::int`,
      })
      .from(ledgerEntries)
      .leftJoin(sql`matters m`, sql`m.id = ${ledgerEntries.matterId}`)
      .where(eq(ledgerEntries.firmId, firm.firmId))
      .groupBy(sql`1`)
      .having(sql`sum(${ledgerEntries.amount}) <> 0`);
    return Object.fromEntries(rows.map(({ key: ledger, total }) => [ledger, total]));
  }

  /** A payment to trust that settled on that day, as a look-up or the sync tells of it. */
  async function pay(id: string, settledOn: string, amount: number, matterNumber = '2026-014') {
    const at = new Date(`${settledOn}T16:00:00Z`);
    const transactionId = asId<TransactionId>(`${id}_${firm.firmId}`);
    await mirrorPayment(world.db, {
      ...{ firmId: firm.firmId, connectionId: firm.connectionId, asOf: new Date() },
      payment: {
        ...{ transactionId, type: 'sale', status: 'settled', amount: money(amount), currency: 'USD' },
        ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null }, matterNumber },
        ...{ createdAt: at, settledAt: at, disputed: false, disputeLost: false, refundedElsewhere: false },
        items: [{ description: 'Retainer', invoiceNumber: null, account: 'trust', amount: money(amount) }],
      },
    });
    return transactionId;
  }

  return { firm, key, trust, lawyer, say, said, sign, signed, ledgers, pay };
}
