// A company that nets its payouts (BK4): B's deposit of $2,000.00 is on its way, A is refunded $1,250.00 out of the same
// balance, and one line of the bank, $750.00, is both.
import { beforeEach, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { clearUnambiguous } from '@makewhole/db/month-ends/clear-line';
import { readReconciliation } from '@makewhole/db/month-ends/read-reconciliation';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { keepPayout } from '@makewhole/db/payouts/keep-payout';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { readTrustReport } from '@makewhole/db/reports/read-trust-report';
import { obligations } from '@makewhole/db/schema/obligations';
import { refunds } from '@makewhole/db/schema/refunds';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { ConnectionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import type { ObligationKind } from '@makewhole/domain/obligations';
import type { PayoutItem, PayoutRecord } from '@makewhole/domain/payouts';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, byOwner } from '../../support/small-firm.ts';
import { TRUST, createLossWorld, paymentOf, type LossWorld } from '../payments/loss-world.ts';
import { acceptByStores, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { importMonth } from './november.ts';

const { db, sql } = await openTestDatabase();
const at = (day: string) => new Date(`${day}T15:00:00Z`);

let world: LossWorld;
let connectionId: ConnectionId;
let deposit: MirroredPayment;
let refund: WalkedRefund;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  connectionId = (await findFirstConnection(db, world.firm.firmId)).id;
  const earlier = settled('2025-10-06', { method: 'card' });
  await world.mirror(earlier);
  const drawsOn = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
  const changed = await changeConnection(db, byOwner(world.firm), connectionId, { settles: 'net', drawsOn });
  expect(changed.kind).toBe('changed');
  const items = [{ ...TRUST, amount: money(2_000_00) }];
  deposit = settled('2025-11-24', { method: 'card', matterNumber: '2026-015', items });
  await world.mirror(deposit);
  refund = await refunded(earlier, '2025-11-25');
});

function settled(day: string, changes: Partial<MirroredPayment>): MirroredPayment {
  return paymentOf({ createdAt: at('2025-10-01'), settledAt: at(day), ...changes });
}

/** A refund that the company has accepted, and whose books have followed. */
async function refunded({ transactionId }: MirroredPayment, day: string): Promise<WalkedRefund> {
  const asked = await askRefund(db, world.firm, transactionId, { now: at(day) });
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const key = { firmId: world.firm.firmId, refundId: asked.refund.id };
  const approved = { approvedBy: world.firm.people.lawyer, approvedAt: at(day) };
  await db.update(refunds).set(approved).where(eq(refunds.id, key.refundId));
  await acceptByStores(db, key, at(day));
  await debitOperating(db, key, at(day));
  await reverseInvoicePayments(db, key, at(day));
  return key;
}

const item = (kind: PayoutItem['kind'], subject: string | null, amount: number, fee = 0): PayoutItem => ({
  ...{ id: `bt_${kind}_${subject}`, kind, subject, amount: money(amount), fee: money(fee) },
});
const ofRefund = () => `re_${refund.refundId}`;

function payoutOf(amount: number, items: readonly PayoutItem[], changes: Partial<PayoutRecord> = {}) {
  const payout: PayoutRecord = {
    ...{ id: 'po_88', account: 'trust', amount: money(amount), status: 'paid', arrivesOn: '2025-12-01' },
    ...{ isComplete: true, items, ...changes },
  };
  return keepPayout(db, { firmId: world.firm.firmId, connectionId, payout, at: at('2025-12-02') });
}

function tasks(kind: ObligationKind) {
  return db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, world.firm.firmId), eq(obligations.kind, kind)));
}

const both = () => [item('payment', deposit.transactionId, 2_000_00), item('refund', ofRefund(), -1_250_00)];

/** The month as of its last day, with what the bank showed in it. */
async function month(
  from: BankDate,
  to: BankDate,
  { opening, closing }: Readonly<Record<'opening' | 'closing', number>>,
  lines: readonly (readonly [BankDate, number, string])[],
) {
  const { firm } = world;
  const { trust: bankAccountId } = await findDefaultAccounts(db, firm.firmId);
  const account = { firmId: firm.firmId, bankAccountId };
  await importMonth(db, { firm, account }, { periodStart: from, opening, closing, closingDate: to, lines });
  await clearUnambiguous(db, account, { from, to }, new Date());
  const facts = await readReconciliation(db, account, {
    ...{ from, to, begunOn: '2025-10-01', scope: 'full' },
    ...{
      previousClosing: from === '2025-10-01' ? null : money(opening),
      opening: money(opening),
      closing: money(closing),
    },
  });
  if (facts === null) throw new Error('There are few rows');
  return reconcileThreeWays(facts);
}

const october = () =>
  month('2025-10-01', '2025-10-31', { opening: 0, closing: 1_250_00 }, [
    ['2025-10-07', 1_250_00, 'Card batch'],
  ]);
const november = () => month('2025-11-01', '2025-11-30', { opening: 1_250_00, closing: 1_250_00 }, []);

describe('until the payout', () => {
  it('the receipt is a deposit in transit, and the refund moves no bank account', async () => {
    expect(await world.books()).toEqual({
      trust_bank: 1_250_00,
      processor_balance: 750_00,
      'client_trust_liability:B': -2_000_00,
    });
    expect(await readTrustReport(db, world.firm.firmId)).toMatchObject({
      ...{ bank: 2_000_00, onItsWay: 750_00, book: 2_000_00, isBalanced: true },
    });
    expect((await october()).agrees).toBe(true);
    expect(await november()).toMatchObject({
      ...{ line1: { total: 2_000_00 }, line2: 2_000_00, line3: { balance: 1_250_00 } },
      ...{ line4: { count: 1, total: 2_000_00 }, line5: { count: 1, total: 1_250_00 } },
      ...{ line6: 2_000_00, agrees: true },
    });
    const { status, books } = await loadRefund(db, refund);
    expect(checkBooks({ status, ...books })).toEqual([]);
  });

  it('a refund that fails is back in the balance, and the matter has its money again', async () => {
    await failRefund(db, refund, { code: 'declined', message: 'Declined', at: at('2025-11-26') });
    expect(await world.books()).toEqual({
      trust_bank: 1_250_00,
      processor_balance: 2_000_00,
      'client_trust_liability:A': -1_250_00,
      'client_trust_liability:B': -2_000_00,
    });
    const items = [...both(), item('refund_failure', ofRefund(), 1_250_00)];
    expect(await payoutOf(2_000_00, items)).toBe('booked');
    expect(await world.books()).toMatchObject({ trust_bank: 3_250_00 });
  });
});

describe('the payout of $750.00', () => {
  it('is booked once, and its one line of the bank is both: the month reconciles to the cent', async () => {
    expect(await payoutOf(750_00, both(), { status: 'pending' })).toBe('waiting');
    const kept = await Promise.all([payoutOf(750_00, both()), payoutOf(750_00, both())]);
    expect(kept).toEqual(['booked', 'booked']);
    expect(await world.books()).toEqual({ trust_bank: 2_000_00, 'client_trust_liability:B': -2_000_00 });
    await october();
    await november();
    const december = await month('2025-12-01', '2025-12-31', { opening: 1_250_00, closing: 2_000_00 }, [
      ['2025-12-02', 750_00, 'STRIPE TRANSFER PO_88'],
    ]);
    expect(december).toMatchObject({
      ...{ line1: { total: 2_000_00 }, line2: 2_000_00, line3: { balance: 2_000_00 } },
      ...{ line4: { count: 0 }, line5: { count: 0 }, line5a: { count: 0 }, line6: 2_000_00, agrees: true },
    });
    // The month before is what it was.
    expect((await november()).line4).toMatchObject({ count: 1, items: [{ clearedOn: '2025-12-02' }] });
  });

  it('that our books do not explain waits, is shown, and is booked once they do', async () => {
    const late = settled('2025-11-28', { method: 'card', matterNumber: '2026-015' });
    const items = [...both(), item('payment', late.transactionId, 1_250_00)];
    for (const night of [1, 2]) expect(await payoutOf(2_000_00, items), `night ${night}`).toBe('unexplained');
    expect(await tasks('payout_unexplained')).toMatchObject([{ status: 'open', amount: 1_250_00 }]);
    expect(await world.books()).toMatchObject({ trust_bank: 1_250_00, processor_balance: 750_00 });
    await world.mirror(late);
    expect(await payoutOf(2_000_00, items)).toBe('booked');
    expect(await world.books()).toEqual({ trust_bank: 3_250_00, 'client_trust_liability:B': -3_250_00 });
    expect(await tasks('payout_unexplained')).toMatchObject([{ status: 'done' }]);
  });

  it('of which the company kept $58.30 leaves the firm’s ledger short, which a lawyer replenishes', async () => {
    const items = [
      item('payment', deposit.transactionId, 2_000_00, 58_30),
      item('refund', ofRefund(), -1_250_00),
    ];
    expect(await payoutOf(691_70, items)).toBe('booked');
    expect(await world.books()).toEqual({
      trust_bank: 1_941_70,
      firm_trust_liability: 58_30,
      firm_funds_in_trust: -58_30,
      processor_fees: 58_30,
      'client_trust_liability:B': -2_000_00,
    });
    expect(await tasks('trust_replenish')).toMatchObject([{ status: 'open', amount: 58_30 }]);
    await october();
    const closing = { opening: 1_250_00, closing: 1_941_70 };
    await november();
    const december = await month('2025-12-01', '2025-12-31', closing, [
      ['2025-12-02', 691_70, 'TRANSFER po_88'],
    ]);
    // The clients' ledgers are whole, and what is missing is shown as the firm's.
    expect(december).toMatchObject({
      ...{ line1: { total: 2_000_00 }, line1a: { total: -58_30 }, line2: 1_941_70, line6: 1_941_70 },
      ...{ line4: { count: 0 }, line5: { count: 0 }, line5a: { count: 0 } },
    });
  });

  it('of nothing, where the items cancel out, is booked, and the ones after it are too', async () => {
    const late = settled('2025-11-28', { method: 'card', matterNumber: '2026-015' });
    await world.mirror(late);
    const cancel = [item('payment', late.transactionId, 1_250_00), item('refund', ofRefund(), -1_250_00)];
    for (const night of [1, 2]) expect(await payoutOf(0, cancel), `night ${night}`).toBe('booked');
    const next = { id: 'po_89', arrivesOn: '2025-12-04' } as const;
    expect(await payoutOf(2_000_00, [item('payment', deposit.transactionId, 2_000_00)], next)).toBe('booked');
    expect(await world.books()).toEqual({ trust_bank: 3_250_00, 'client_trust_liability:B': -3_250_00 });
    // No line of the bank will ever be that payout: it leaves nothing outstanding.
    await october();
    expect(await november()).toMatchObject({ line4: { count: 2 }, line5: { count: 1 } });
    const december = await month('2025-12-01', '2025-12-31', { opening: 1_250_00, closing: 3_250_00 }, [
      ['2025-12-04', 2_000_00, 'TRANSFER po_89'],
    ]);
    expect(december).toMatchObject({
      ...{ line3: { balance: 3_250_00 }, line4: { count: 0 }, line5: { count: 0 }, line5a: { count: 0 } },
      ...{ line6: 3_250_00, agrees: true },
    });
  });

  it('that the bank refused is in the balance again, and is paid out by the next one', async () => {
    expect(await payoutOf(750_00, both())).toBe('booked');
    expect(await payoutOf(750_00, both(), { status: 'failed' })).toBe('returned');
    expect(await payoutOf(750_00, both(), { status: 'failed' })).toBe('returned');
    expect(await world.books()).toMatchObject({ trust_bank: 1_250_00, processor_balance: 750_00 });
    const next = { id: 'po_89', arrivesOn: '2025-12-04' } as const;
    expect(await payoutOf(750_00, [item('payout_failure', 'po_88', 750_00)], next)).toBe('booked');
    expect(await world.books()).toEqual({ trust_bank: 2_000_00, 'client_trust_liability:B': -2_000_00 });
  });
});
