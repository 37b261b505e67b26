// A deposit that was put into trust and then paid an invoice from there (T7): its refund leaves operating.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyFromTrust, type WantedApplication } from '@makewhole/db/payments/apply-from-trust';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { insertPosting } from '@makewhole/db/ledger/insert-posting';
import { firmEvents } from '@makewhole/db/schema/firms';
import { invoiceEntries } from '@makewhole/domain/receipts';
import { asId, type InvoiceId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { eq } from 'drizzle-orm';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { acceptByStores, payOut, viewOf } from '../refunds/walk-by-stores.ts';
import { createLossWorld, paymentOf, TRUST, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
const SIX_HUNDRED = { ...TRUST, amount: money(600_00) };
let world: LossWorld;
let payment: MirroredPayment;
let invoice: string;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  payment = paymentOf({ method: 'card', items: [SIX_HUNDRED] });
  await world.mirror(payment);
  invoice = await issue(600_00);
});

/** An invoice in the books. */
async function issue(total: number): Promise<string> {
  const { invoiceNumber } = await world.giveInvoice(total);
  const [row] = await sql`SELECT id FROM invoices WHERE number = ${invoiceNumber}`;
  const { firmId } = world.firm;
  await insertPosting(
    db,
    { firmId, invoiceId: asId<InvoiceId>(String(row?.['id'])), at: new Date() },
    { step: 'invoice', leg: 'operating', allocationId: null },
    invoiceEntries(money(total)),
  );
  return String(invoiceNumber);
}

const by = () => ({ firmId: world.firm.firmId, principalId: world.firm.people.lawyer, at: new Date() });
const key = () => ({ firmId: world.firm.firmId, transactionId: payment.transactionId });

async function itemId(position = 1): Promise<string> {
  const [row] = await sql`
    SELECT id FROM payment_items WHERE transaction_id = ${payment.transactionId} AND position = ${position}`;
  return String(row?.['id']);
}

async function wanted(changes: Partial<WantedApplication> = {}): Promise<WantedApplication> {
  const said = { invoiceNumber: invoice, amount: money(600_00), date: '2026-10-09', reference: 'TC 7' };
  return { itemId: await itemId(), ...said, ...changes };
}

const apply = async (...changes: Partial<WantedApplication>[]) =>
  applyFromTrust(db, by(), payment.transactionId, await Promise.all(changes.map(wanted)));

const preview = () => previewRefund(db, { ...key(), now: new Date(), creditDaysOf });

const APPLIED = { fees_earned: -600_00, operating_bank: 600_00 };
const IN_TRUST = {
  accounts_receivable: 600_00,
  'client_trust_liability:A': -600_00,
  fees_earned: -600_00,
  trust_bank: 600_00,
};

describe('a deposit of $600.00 that was paid from trust', () => {
  it('is a payment of the invoice in the books, on its day, once however often it is said', async () => {
    expect(await world.books()).toEqual(IN_TRUST);
    const both = await Promise.all([apply({}), apply({})]);
    expect(both).toEqual([{ kind: 'applied' }, { kind: 'applied' }]);
    expect(await apply({})).toEqual({ kind: 'applied' });
    expect(await world.books()).toEqual(APPLIED);
    expect(await world.balance()).toMatchObject({ balance: 0, held: 0 });
    const [posting] = await sql`
      SELECT effective_on::text AS day FROM postings WHERE step = 'trust_applied' AND transaction_id = ${payment.transactionId}`;
    expect(posting).toEqual({ day: '2026-10-09' });
    const events = await db.select().from(firmEvents).where(eq(firmEvents.firmId, world.firm.firmId));
    expect(events.filter(({ type }) => type === 'payment.applied_from_trust')).toMatchObject([
      {
        actor: world.firm.people.lawyer,
        data: { applied: [{ amount: 600_00, reference: 'TC 7' }], ended: [] },
      },
    ]);
    expect(await checkReceipts(db, { firmId: world.firm.firmId, limit: 10 })).toEqual([]);
  });

  it('is refunded from operating, with a reversal of the invoice and no trust steps', async () => {
    await apply({});
    const shown = await preview();
    expect(shown).toMatchObject({
      eligibility: { refundable: true },
      payment: { legs: [{ account: 'operating', amount: 600_00 }], appliedFromTrust: 600_00 },
      trustSteps: null,
      postings: [{ step: 'operating_debit' }, { step: 'invoice_reversal' }],
      warnings: ['invoice_decision_owed'],
    });
    const asked = await askRefund(db, world.firm, payment.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
    expect(asked.refund.legs).toMatchObject([{ account: 'operating', amount: 600_00 }]);
    await acceptByStores(db, refund);
    await payOut(db, refund);
    const booked = await sql`
      SELECT p.step, e.account, e.amount::int FROM postings p JOIN ledger_entries e ON e.posting_id = p.id
      WHERE p.refund_id = ${refund.refundId} ORDER BY p.step DESC, e.line`;
    expect([...booked]).toEqual([
      { step: 'operating_debit', account: 'operating_bank', amount: -600_00 },
      { step: 'operating_debit', account: 'refunds_clearing', amount: 600_00 },
      { step: 'invoice_reversal', account: 'refunds_clearing', amount: -600_00 },
      { step: 'invoice_reversal', account: 'accounts_receivable', amount: 600_00 },
    ]);
    const { obligations } = await viewOf(db, refund);
    expect(obligations.map(({ kind }) => kind)).toEqual(['invoice_decision']);
    const { books, ...row } = await loadRefund(db, refund);
    expect(checkBooks({ ...books, status: row.status })).toEqual([]);
  });

  it('cannot change while a refund stands, and can after it was canceled', async () => {
    await apply({});
    const asked = await askRefund(db, world.firm, payment.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const { id: refundId } = asked.refund;
    expect(await apply()).toEqual({ kind: 'refund_stands', refundId });
    expect(await apply({})).toEqual({ kind: 'applied' });
    const { firmId, people } = world.firm;
    await cancelRefund(db, { firmId, refundId }, { actor: people.admin, at: new Date() });
    await sql`UPDATE refunds SET closed_at = now() WHERE id = ${refundId}`;
    expect(await apply()).toEqual({ kind: 'applied' });
    expect(await world.books()).toEqual(IN_TRUST);
  });

  it('is undone on its own day where it was a mistake, and said anew for another invoice', async () => {
    await apply({});
    const other = await issue(900_00);
    expect(await apply({ invoiceNumber: other })).toEqual({ kind: 'applied' });
    expect(await world.books()).toEqual({ ...APPLIED, accounts_receivable: 900_00, fees_earned: -1_500_00 });
    expect((await findPayment(db, key()))?.allocations).toMatchObject([
      { invoiceNumber: other, amount: 600_00 },
    ]);
    expect(await apply()).toEqual({ kind: 'applied' });
    expect(await world.books()).toEqual({
      ...IN_TRUST,
      accounts_receivable: 1_500_00,
      fees_earned: -1_500_00,
    });
    expect(await world.balance()).toMatchObject({ balance: 600_00 });
    const days = await sql`
      SELECT DISTINCT effective_on::text AS day FROM postings WHERE step LIKE '%trust_applied'`;
    expect([...days]).toContainEqual({ day: '2026-10-09' });
    expect(await world.isRefundable(payment)).toBe('yes');
  });

  it('keeps the books of a refund that failed as they were when it was requested', async () => {
    const asked = await askRefund(db, world.firm, payment.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    const refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
    await acceptByStores(db, refund);
    await payOut(db, refund);
    await failRefund(db, refund, {
      code: 'account_closed',
      message: 'Closed.',
      at: new Date(),
      cameBack: true,
    });
    await sql`UPDATE refunds SET closed_at = now() WHERE id = ${refund.refundId}`;
    expect(await apply({})).toEqual({ kind: 'still_to_pay' });
    await sql`UPDATE obligations SET status = 'void', settled_at = now(), settled_by = 'test'
      WHERE transaction_id = ${payment.transactionId} AND kind = 'repayment'`;
    await sql`UPDATE trust_holds SET status = 'released' WHERE refund_id = ${refund.refundId}`;
    await sql`UPDATE trust_account_balances SET held = 0 WHERE matter_id = ${world.firm.matterId}`;
    expect(await apply({})).toEqual({ kind: 'applied' });
    const { books, ...row } = await loadRefund(db, refund);
    expect(checkBooks({ ...books, status: row.status })).toEqual([]);
    expect(books.legs).toMatchObject([{ account: 'trust' }]);
  });
});

describe('a deposit of which only a part was applied', () => {
  it('is not refunded, in words that say what to do', async () => {
    expect(await apply({ amount: money(250_00) })).toEqual({ kind: 'applied' });
    expect(await preview()).toMatchObject({
      eligibility: { code: 'partly_applied', message: expect.stringContaining('trust check') },
      payment: {
        legs: [
          { account: 'operating', amount: 250_00 },
          { account: 'trust', amount: 350_00 },
        ],
      },
    });
    expect(await askRefund(db, world.firm, payment.transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'partly_applied' },
    });
    expect(await apply({ amount: money(250_00) }, { amount: money(350_00), reference: 'TC 8' })).toEqual({
      kind: 'applied',
    });
    expect(await world.isRefundable(payment)).toBe('yes');
  });
});

describe('what cannot have been', () => {
  it.each<[string, Partial<WantedApplication>, object]>([
    ['an item that is not in trust', { itemId: 'item_none' }, { kind: 'no_such_item' }],
    ['more than the item', { amount: money(600_01) }, { kind: 'exceeds_item', amount: 600_00 }],
    ['an invoice of nobody', { invoiceNumber: 'INV-none' }, { kind: 'invoice_not_found' }],
    ['a day before it came', { date: '2026-10-06' }, { kind: 'date_out_of_range' }],
    ['a day to come', { date: '2999-01-01' }, { kind: 'date_out_of_range' }],
  ])('%s is refused, and nothing is booked', async (_what, changes, refusal) => {
    expect(await apply(changes)).toMatchObject(refusal);
    expect(await world.books()).toEqual(IN_TRUST);
  });

  it('an invoice of another matter, more than is open on one, or more than the client has free', async () => {
    const small = await issue(500_00);
    expect(await apply({ invoiceNumber: small })).toMatchObject({
      kind: 'exceeds_open_balance',
      openBalance: 500_00,
    });
    await sql`UPDATE trust_account_balances SET held = 1 WHERE matter_id = ${world.firm.matterId}`;
    expect(await apply({})).toEqual({ kind: 'trust_insufficient', balance: 599_99 });
    await sql`UPDATE invoices SET matter_id = ${world.other} WHERE number = ${invoice}`;
    expect(await apply({})).toMatchObject({ kind: 'invoice_of_another_matter' });
  });

  it('a payment that is gone, never settled, disputed, or another firm’s', async () => {
    await world.mirror({ ...payment, disputed: true });
    expect(await apply({})).toEqual({ kind: 'lost' });
    payment = paymentOf({ status: 'captured', settledAt: null, items: [SIX_HUNDRED] });
    await world.mirror(payment);
    expect(await apply({})).toEqual({ kind: 'not_received' });
    payment = paymentOf();
    expect(await apply()).toEqual({ kind: 'payment_not_found' });
  });
});

describe('an applied deposit that the bank takes back', () => {
  it('is due again on the invoice where the bank debits operating, with no trust steps', async () => {
    await world.debit({ card: 'operating' });
    await apply({});
    await world.mirror({ ...payment, status: 'returned' });
    expect(await world.books()).toEqual({ accounts_receivable: 600_00, fees_earned: -600_00 });
    expect((await world.tasks(payment)).map(({ kind }) => kind)).toEqual(['invoice_decision']);
    expect(await world.balance()).toMatchObject({ balance: 0 });
  });

  it('leaves the client short where it debits trust: the invoice stays paid', async () => {
    await world.debit({ card: 'account_of_payment' });
    await apply({});
    await world.mirror({ ...payment, status: 'returned' });
    expect(await world.books()).toEqual({
      ...APPLIED,
      trust_bank: -600_00,
      'client_trust_liability:A': 600_00,
    });
    expect((await world.tasks(payment)).map(({ kind }) => kind)).toEqual(['trust_replenish']);
  });

  it('disputed, holds nothing of the other money that the client has in trust', async () => {
    await world.debit({ card: 'operating' });
    await apply({});
    const later = paymentOf({ method: 'card' });
    await world.mirror(later);
    await world.mirror({ ...payment, disputed: true });
    expect(await world.isRefundable(later)).toBe('yes');
  });
});
