// What a payment names and the firm does not have yet is kept, and linked when it is there (B15, R8).
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@makewhole/db/new-id';
import { assignPayment } from '@makewhole/db/payments/assign-payment';
import { linkWaiting } from '@makewhole/db/payments/link-payment';
import { mirrorPayment, type MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { firmEvents } from '@makewhole/db/schema/firms';
import { invoices, matters } from '@makewhole/db/schema/matters';
import { asId, type InvoiceId, type MatterId, type TransactionId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptByStores, viewOf } from '../refunds/walk-by-stores.ts';
import { reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { findPayment } from '@makewhole/db/payments/payment-view';

const { db, sql } = await openTestDatabase();
const at = new Date();
let firm: SmallFirm;
beforeEach(async () => {
  firm = await createSmallFirm(db, 0);
});

const TRUST = {
  description: 'Retainer',
  invoiceNumber: null,
  account: 'trust',
  amount: money(900_00),
} as const;
const FEES = {
  description: 'Fees',
  invoiceNumber: 'INV-77777',
  account: 'operating',
  amount: money(100_00),
} as const;

describe('a payment that names what the firm does not have', () => {
  it('keeps the numbers, and is linked and booked once the firm has them', async () => {
    const payment = await mirror({ matterNumber: '2026-9999', items: [TRUST, FEES] });
    expect(await find(payment)).toMatchObject({
      matter: null,
      unknownMatterNumber: '2026-9999',
      items: [{ unknownInvoiceNumber: null }, { invoiceNumber: null, unknownInvoiceNumber: 'INV-77777' }],
      allocations: [],
    });
    const matterId = await addMatter('2026-9999');
    await addInvoice('INV-77777', matterId);
    expect(await linkWaiting(db, { firmId: firm.firmId, limit: 10, at })).toBe(1);
    expect(await linkWaiting(db, { firmId: firm.firmId, limit: 10, at })).toBe(0);
    expect(await find(payment)).toMatchObject({
      matterId,
      unknownMatterNumber: null,
      items: [{ unknownInvoiceNumber: null }, { invoiceNumber: 'INV-77777', unknownInvoiceNumber: null }],
      allocations: [{ invoiceNumber: 'INV-77777', amount: 100_00 }],
    });
    expect(await books()).toEqual({
      accounts_receivable: -100_00,
      client_trust_liability: -900_00,
      operating_bank: 100_00,
      trust_bank: 900_00,
    });
  });

  it('is linked by the next look at it too', async () => {
    const payment = await mirror({ matterNumber: '2026-9999', items: [TRUST] });
    const matterId = await addMatter('2026-9999');
    await mirror(payment);
    expect(await find(payment)).toMatchObject({ matterId });
  });

  it.each([' 2026-014', '2026-014 ', 'abc-7', 'ABC-7 '])(
    'is linked although it was typed as "%s"',
    async (typed) => {
      await addMatter('Abc-7');
      const payment = await mirror({ matterNumber: typed, items: [TRUST] });
      expect((await find(payment))?.matter?.number).toBe(typed.includes('2026') ? '2026-014' : 'Abc-7');
    },
  );

  it('is linked to neither of two that its number may mean, and to the one that it is exactly', async () => {
    await addMatter('Abc-7');
    const exact = await addMatter('ABC-7');
    expect(await find(await mirror({ matterNumber: 'abc-7', items: [TRUST] }))).toMatchObject({
      matter: null,
    });
    expect(await find(await mirror({ matterNumber: 'ABC-7', items: [TRUST] }))).toMatchObject({
      matterId: exact,
    });
  });

  it('has a person reverse the invoice that nobody knows here, once it is refunded, and is linked no more', async () => {
    const payment = await mirror({ items: [FEES] });
    const asked = await askRefund(db, firm, payment.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    await acceptByStores(db, refund);
    await reverseInvoicePayments(db, refund, at);
    expect((await viewOf(db, refund)).obligations).toMatchObject([
      { kind: 'attention', subject: 'invoice_unknown', status: 'open', owner: 'admin' },
    ]);
    await addInvoice('INV-77777', firm.matterId);
    await linkWaiting(db, { firmId: firm.firmId, limit: 10, at });
    expect(await find(payment)).toMatchObject({ allocations: [] });
  });
});

describe('the assignment of a payment', () => {
  it('gives trust money of nobody knows whom to a matter, once, and is noted', async () => {
    const payment = await mirror({ matterNumber: null, items: [TRUST] });
    expect(await books()).toEqual({ trust_bank: 900_00, unidentified_trust_liability: -900_00 });
    for (const kind of ['assigned', 'unchanged']) {
      expect(await assign(payment, { matterId: firm.matterId })).toEqual({ kind });
    }
    expect(await books()).toEqual({ trust_bank: 900_00, client_trust_liability: -900_00 });
    const noted = await db.select().from(firmEvents).where(eq(firmEvents.firmId, firm.firmId));
    expect(noted.filter(({ type }) => type === 'payment.assigned')).toMatchObject([
      { actor: firm.people.owner, data: { transactionId: payment.transactionId, matterId: firm.matterId } },
    ]);
    expect(await askRefund(db, firm, payment.transactionId)).toMatchObject({ kind: 'noted' });
  });

  it('is refused for another matter, a matter of another firm, and while a refund stands', async () => {
    const other = await createSmallFirm(db);
    const payment = await mirror({ matterNumber: null, items: [{ ...FEES, invoiceNumber: null }] });
    expect(await assign(payment, { matterId: other.matterId })).toEqual({ kind: 'matter_not_found' });
    const asked = await askRefund(db, firm, payment.transactionId);
    const refundId = asked.kind === 'noted' ? asked.refund.id : '';
    expect(await assign(payment, { matterId: firm.matterId })).toEqual({ kind: 'refund_stands', refundId });
    const owned = await mirror({ items: [TRUST] });
    const another = await addMatter('2026-015');
    expect(await assign(owned, { matterId: another })).toEqual({ kind: 'another_matter' });
    expect(await assign(owned, { matterNumber: '2026-014' })).toEqual({ kind: 'unchanged' });
  });
});

function assign(
  { transactionId }: MirroredPayment,
  wanted: { matterId: MatterId } | { matterNumber: string },
) {
  return assignPayment(db, byOwner(firm), { transactionId, matter: wanted, items: null });
}

async function mirror(changes: Partial<MirroredPayment>): Promise<MirroredPayment> {
  const items = changes.items ?? [];
  const payment: MirroredPayment = {
    transactionId: asId<TransactionId>(`txn_${randomUUID()}`),
    type: 'sale',
    status: 'settled',
    amount: sum(items.map(({ amount }) => amount)),
    currency: 'USD',
    method: 'card',
    last4: '4242',
    payer: { name: 'Dana Whitfield', email: null },
    matterNumber: '2026-014',
    createdAt: new Date('2026-11-02T15:00:00Z'),
    settledAt: new Date('2026-11-04T14:00:00Z'),
    disputed: false,
    disputeLost: false,
    refundedElsewhere: false,
    items,
    ...changes,
  };
  await mirrorPayment(db, { firmId: firm.firmId, payment, asOf: new Date() });
  return payment;
}

function find({ transactionId }: MirroredPayment) {
  return findPayment(db, { firmId: firm.firmId, transactionId });
}

async function addMatter(number: string): Promise<MatterId> {
  const id = newId<MatterId>('mat');
  const [{ clientId } = { clientId: '' }] = await db
    .select({ clientId: matters.clientId })
    .from(matters)
    .where(eq(matters.id, firm.matterId));
  await db
    .insert(matters)
    .values({ id, firmId: firm.firmId, externalId: id, number, name: 'Another', clientId });
  return id;
}

async function addInvoice(number: string, matterId: MatterId): Promise<void> {
  await db.insert(invoices).values({
    id: newId<InvoiceId>('inv'),
    firmId: firm.firmId,
    matterId,
    externalId: number,
    number,
    total: money(100_00),
    currency: 'USD',
    issuedAt: at,
  });
}

async function books() {
  const rows = await sql<{ account: string; amount: number }[]>`
    SELECT account, sum(amount)::int AS amount FROM ledger_entries WHERE firm_id = ${firm.firmId}
    GROUP BY account HAVING sum(amount) <> 0 ORDER BY account`;
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
}
