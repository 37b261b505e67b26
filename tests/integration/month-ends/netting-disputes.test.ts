// Disputes at a company that nets (BK4): what it takes, what it charges for that, and what it gives back are parts of its
// payouts, each found in the books, until the balance and every clearing account are zero.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { keepPayout } from '@makewhole/db/payouts/keep-payout';
import { obligations } from '@makewhole/db/schema/obligations';
import type { ConnectionId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { PayoutItem, PayoutItemKind } from '@makewhole/domain/payouts';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner } from '../../support/small-firm.ts';
import { TRUST, createLossWorld, paymentOf, type LossWorld } from '../payments/loss-world.ts';

const { db, sql } = await openTestDatabase();
const FEE = 15_00;

let world: LossWorld;
let connectionId: ConnectionId;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  connectionId = (await findFirstConnection(db, world.firm.firmId)).id;
  const changed = await changeConnection(db, byOwner(world.firm), connectionId, {
    settles: 'net',
    lossesDebit: { card: 'account_of_payment', ach: 'account_of_payment' },
  });
  expect(changed.kind).toBe('changed');
});

const OPERATING = { ...TRUST, description: 'Legal services', account: 'operating' } as const;
const received = (item: typeof TRUST | typeof OPERATING) => paymentOf({ method: 'card', items: [item] });

function disputed(
  payment: MirroredPayment,
  status: 'open' | 'won' | 'lost',
  fee = FEE,
  feeCharged = fee,
): MirroredPayment {
  const dispute = {
    ...{ id: `dp_${payment.transactionId}`, status, reason: 'fraudulent', amount: payment.amount },
    ...({
      fee: money(fee),
      feeCharged: money(feeCharged),
      kind: 'chargeback',
      debitedFrom: null,
      respondBy: null,
    } as const),
  } as const;
  return { ...payment, disputed: status !== 'won', disputeLost: status === 'lost', dispute };
}

type Moved = readonly [kind: PayoutItemKind, subject: string, amount: number, fee?: number];

/** A payout of these items, to the cent. */
function paidOut(account: BankAccount, moved: readonly Moved[]) {
  const items = moved.map(([kind, subject, amount, fee = 0]): PayoutItem => ({
    ...{ id: `bt_${randomUUID()}`, kind, subject, amount: money(amount), fee: money(fee) },
  }));
  const amount = money(sum(items.map((item) => item.amount)) - sum(items.map(({ fee }) => fee)));
  const payout = {
    ...({ id: `po_${randomUUID()}`, account, amount, status: 'paid', arrivesOn: '2026-11-20' } as const),
    ...{ isComplete: true, items },
  };
  return keepPayout(db, { firmId: world.firm.firmId, connectionId, payout, at: new Date() });
}

function unexplained() {
  const { firmId } = world.firm;
  const isTask = and(eq(obligations.firmId, firmId), eq(obligations.kind, 'payout_unexplained'));
  return db.select().from(obligations).where(isTask);
}

describe('a disputed payment to operating', () => {
  it('is withdrawn with its fee by one payout and given back by another: all but the fee is as it was', async () => {
    const payment = received(OPERATING);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    expect(await paidOut('operating', [['payment', transactionId, amount]])).toBe('booked');
    const before = await world.books();
    expect(before).toEqual({ operating_bank: 1_250_00, unapplied_receipts: -1_250_00 });

    await world.mirror(disputed(payment, 'open'));
    expect(await world.books()).toMatchObject({ processor_balance: -1_265_00, disputed_receipts: 1_250_00 });
    expect(await paidOut('operating', [['dispute', transactionId, -amount, FEE]])).toBe('booked');
    expect(await world.books()).toEqual({
      ...{ operating_bank: -15_00, disputed_receipts: 1_250_00 },
      ...{ processor_fees: 15_00, unapplied_receipts: -1_250_00 },
    });

    await world.mirror(disputed(payment, 'won'));
    expect(await paidOut('operating', [['dispute_won', transactionId, amount]])).toBe('booked');
    expect(await world.books()).toEqual({ ...before, operating_bank: 1_235_00, processor_fees: 15_00 });
    expect(await unexplained()).toEqual([]);
  });

  it.each([
    ['operating', OPERATING],
    ['trust', TRUST],
  ] as const)('whose fee comes back with it leaves %s as it was', async (account, item) => {
    const payment = received(item);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    expect(await paidOut(account, [['payment', transactionId, amount]])).toBe('booked');
    const before = await world.books();
    await world.mirror(disputed(payment, 'open'));
    expect(await paidOut(account, [['dispute', transactionId, -amount, FEE]])).toBe('booked');
    await world.mirror(disputed(payment, 'won', 0));
    expect(await paidOut(account, [['dispute_won', transactionId, amount, -FEE]])).toBe('booked');
    expect(await world.books()).toEqual(before);
  });

  it.each([
    ['operating', OPERATING, 'kept', FEE],
    ['trust', TRUST, 'given back', 0],
    ['operating', OPERATING, 'given back', 0],
  ] as const)('first seen once it is won, of $0: its fee is $2', async (account, item, _, kept) => {
    const payment = received(item);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    expect(await paidOut(account, [['payment', transactionId, amount]])).toBe('booked');
    const before = await world.books();
    await world.mirror(disputed(payment, 'won', kept, FEE));
    // Seen again, it is the same.
    await world.mirror(disputed(payment, 'won', kept, FEE));
    expect(await paidOut(account, [['dispute', transactionId, -amount, FEE]])).toBe('booked');
    expect(await paidOut(account, [['dispute_won', transactionId, amount, kept - FEE]])).toBe('booked');
    expect(await world.books()).toEqual(
      kept === 0 ? before : { ...before, operating_bank: 1_235_00, processor_fees: kept },
    );
    expect(await unexplained()).toEqual([]);
  });

  it('known as an inquiry only, and then seen once it is won', async () => {
    const payment = received(OPERATING);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    expect(await paidOut('operating', [['payment', transactionId, amount]])).toBe('booked');
    const before = await world.books();
    const asked = disputed(payment, 'open', 0);
    const { dispute } = asked;
    if (dispute == null) throw new Error('There is no dispute');
    await world.mirror({ ...asked, dispute: { ...dispute, kind: 'inquiry' } });
    await world.mirror(disputed(payment, 'won', 0, FEE));
    expect(await paidOut('operating', [['dispute', transactionId, -amount, FEE]])).toBe('booked');
    expect(await paidOut('operating', [['dispute_won', transactionId, amount, -FEE]])).toBe('booked');
    expect(await world.books()).toEqual(before);
  });

  it('that is lost leaves nothing in the balance and nothing to clear', async () => {
    const payment = received(OPERATING);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    await world.mirror(disputed(payment, 'open'));
    await world.mirror(disputed(payment, 'lost'));
    const moved = [
      ['payment', transactionId, amount, 36_55],
      ['dispute', transactionId, -amount, FEE],
    ] as const;
    expect(await paidOut('operating', moved)).toBe('booked');
    expect(await world.books()).toEqual({ operating_bank: -51_55, processor_fees: 51_55 });
  });

  it('of which the books know no dispute yet is a task, which the record ends', async () => {
    const payment = received(OPERATING);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    const items = [
      { id: 'bt_1', kind: 'payment', subject: transactionId, amount, fee: money(0) },
      { id: 'bt_2', kind: 'dispute', subject: transactionId, amount: money(-amount), fee: money(FEE) },
    ] as const;
    const payout = {
      ...({ id: 'po_late', account: 'operating', amount: money(-FEE), status: 'paid' } as const),
      ...({ arrivesOn: '2026-11-20', isComplete: true, items } as const),
    };
    const keep = () => keepPayout(db, { firmId: world.firm.firmId, connectionId, payout, at: new Date() });
    expect(await keep()).toBe('unexplained');
    expect(await unexplained()).toMatchObject([{ status: 'open', amount: amount + FEE }]);
    await world.mirror(disputed(payment, 'open'));
    expect(await keep()).toBe('booked');
    expect(await unexplained()).toMatchObject([{ status: 'done' }]);
  });
});

describe('a disputed deposit to trust', () => {
  it('is withdrawn and given back by payouts of the trust account, and the client’s ledger is whole again', async () => {
    const payment = received(TRUST);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    expect(await paidOut('trust', [['payment', transactionId, amount]])).toBe('booked');
    const before = await world.books();
    await world.mirror(disputed(payment, 'open', 0));
    expect(await paidOut('trust', [['dispute', transactionId, -amount]])).toBe('booked');
    expect(await world.books()).toEqual({});
    await world.mirror(disputed(payment, 'won', 0));
    expect(await paidOut('trust', [['dispute_won', transactionId, amount]])).toBe('booked');
    expect(await world.books()).toEqual(before);
  });

  it('for which the company charged a fee: the payout takes it from trust, where the firm puts it back', async () => {
    const payment = received(TRUST);
    const { transactionId, amount } = payment;
    await world.mirror(payment);
    await world.mirror(disputed(payment, 'open'));
    const moved = [
      ['payment', transactionId, amount],
      ['dispute', transactionId, -amount, FEE],
    ] as const;
    expect(await paidOut('trust', moved)).toBe('booked');
    expect(await world.books()).toEqual({
      ...{ trust_bank: -15_00, firm_trust_liability: 15_00 },
      ...{ firm_funds_in_trust: -15_00, processor_fees: 15_00 },
    });
  });
});
