// A surcharge (BK5): it is the firm's income, pays no invoice, and goes back with the whole payment.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeEach, expect, it } from 'vitest';
import type { MirroredItem } from '@makewhole/db/payments/mirror-payment';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { money } from '@makewhole/domain/money';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { acceptByStores, moveBooks } from '../refunds/walk-by-stores.ts';
import { TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
});

const SURCHARGE: MirroredItem = {
  ...{ description: 'Card surcharge', invoiceNumber: null, account: 'operating', amount: money(30_00) },
  kind: 'surcharge',
};

/** The invoice that it is filed under does not take the surcharge. */
async function paid() {
  const invoice = await world.giveInvoice(1_000_00);
  const { invoiceNumber } = invoice;
  const payment = paymentOf({ method: 'card', items: [invoice, { ...SURCHARGE, invoiceNumber }] });
  expect(await world.mirror(payment)).toBe('added');
  return payment;
}

it('is received beside the invoice payment of $1,000.00, and refunded with it', async () => {
  const { transactionId } = await paid();
  const received = { operating_bank: 1_030_00, accounts_receivable: -1_000_00, surcharge_income: -30_00 };
  expect(await world.books()).toEqual(received);
  const preview = await previewRefund(db, {
    firmId: world.firm.firmId,
    transactionId,
    now: new Date(),
    creditDaysOf,
  });
  expect(preview?.postings.map(({ step }) => step)).toEqual([
    'operating_debit',
    'invoice_reversal',
    'surcharge_reversal',
  ]);
  expect(
    preview?.payment.items.map(({ kind, unknownInvoiceNumber }) => [kind, unknownInvoiceNumber]),
  ).toEqual([
    ['invoice', null],
    ['surcharge', null],
  ]);
  const asked = await askRefund(db, world.firm, transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
  await acceptByStores(db, refund);
  await moveBooks(db, refund);
  await moveBooks(db, refund);
  expect(await world.books()).toEqual({});
  const { status, books } = await loadRefund(db, refund);
  expect(checkBooks({ ...books, status })).toEqual([]);
  await failRefund(db, refund, { code: 'account_closed', message: 'Closed', at: new Date() });
  // The client is owed the surcharge too, and the reversals stand (ADR 32).
  expect(await world.books()).toEqual({ operating_bank: 1_030_00, client_refunds_payable: -1_030_00 });
  const failed = await loadRefund(db, refund);
  expect(checkBooks({ ...failed.books, status: failed.status })).toEqual([]);
});

it('is taken back by the bank with the rest', async () => {
  const payment = await paid();
  await world.mirror({ ...payment, status: 'returned' });
  expect(await world.books()).toEqual({});
});

it('of a deposit is operating money, and what was once received keeps its kind', async () => {
  const payment = paymentOf({ method: 'card', items: [TRUST, { ...SURCHARGE, kind: null }] });
  await world.mirror(payment);
  const received = { operating_bank: 30_00, trust_bank: 1_250_00, 'client_trust_liability:A': -1_250_00 };
  expect(await world.books()).toEqual({ ...received, unapplied_receipts: -30_00 });
  await world.mirror({ ...payment, items: [TRUST, SURCHARGE] });
  expect(await world.books()).toEqual({ ...received, unapplied_receipts: -30_00 });
  await expect(world.mirror(paymentOf({ items: [{ ...TRUST, kind: 'surcharge' }] }))).rejects.toThrow();
});
