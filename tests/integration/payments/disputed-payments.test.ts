// A dispute takes the money when it opens (R12, ADR 28): the examples with their numbers, as the processor's records
// bring them.
import { beforeEach, describe, expect, it } from 'vitest';
import { decideLostInvoice } from '@makewhole/db/losses/decide-lost-invoice';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
});

describe('a dispute of $2,000.00 with a fee of $15.00 (R12)', () => {
  const open = { id: 'dp_1', status: 'open', reason: 'fraudulent', respondBy: null } as const;
  const money2000 = { amount: money(2_000_00), fee: money(15_00) };
  const OPENED = { disputed_receipts: 2_000_00, operating_bank: -15_00, processor_fees: 15_00 };

  async function disputed(changes: object = {}) {
    const payment = paymentOf({ items: [await world.giveInvoice(2_000_00)], method: 'card' });
    await world.mirror(payment);
    const dispute = { ...open, ...money2000, ...changes };
    await world.mirror({ ...payment, disputed: true, dispute });
    const become = (status: 'open' | 'won' | 'lost', more: object = {}) =>
      world.mirror({
        ...payment,
        disputed: status !== 'won',
        disputeLost: status === 'lost',
        dispute: { ...dispute, status, ...more },
      });
    return { payment, become };
  }

  it('is booked when it opens, once: the bank has taken amount and fee', async () => {
    const { become } = await disputed();
    await become('open');
    // The receipt brought operating 2,000.00 and the receivable -2,000.00.
    expect(await world.books()).toEqual({ ...OPENED, accounts_receivable: -2_000_00 });
  });

  it('won: the amount is back and the fee stays', async () => {
    const { payment, become } = await disputed();
    await become('won');
    await become('won');
    expect(await world.books()).toEqual({
      operating_bank: 1_985_00,
      processor_fees: 15_00,
      accounts_receivable: -2_000_00,
    });
    expect(await world.isRefundable(payment)).toBe('yes');
  });

  it.each([
    ['all of it', 0],
    ['a part of it', 10_00],
  ])('won, and the processor gives back %s: the fee is what it keeps', async (_, kept) => {
    const { become } = await disputed();
    for (let time = 0; time < 2; time += 1) await become('won', { fee: money(kept) });
    const books = { operating_bank: 2_000_00 - kept, accounts_receivable: -2_000_00 };
    expect(await world.books()).toEqual(kept === 0 ? books : { ...books, processor_fees: kept });
  });

  it('won, and the fee comes back days later', async () => {
    const { become } = await disputed();
    await become('won');
    await become('won', { fee: money(0) });
    expect(await world.books()).toEqual({ operating_bank: 2_000_00, accounts_receivable: -2_000_00 });
  });

  it('lost, and given back by the bank later: the invoice is paid again, whatever was decided of it', async () => {
    const { payment, become } = await disputed();
    await become('lost');
    const { id } = await world.task(payment, 'invoice_decision');
    const by = { actor: world.firm.people.lawyer, at: new Date() };
    const decided = { decision: 'write_off' } as const;
    expect((await decideLostInvoice(db, { firmId: world.firm.firmId, id }, by, decided)).kind).toBe(
      'settled',
    );
    await become('won');
    await become('won');
    expect(await world.books()).toEqual({
      operating_bank: 1_985_00,
      processor_fees: 15_00,
      accounts_receivable: -2_000_00,
    });
    expect(await world.isRefundable(payment)).toBe('yes');
    const [allocation] = await sql`SELECT reversed_at FROM allocations
      WHERE transaction_id = ${payment.transactionId}`;
    expect(allocation).toEqual({ reversed_at: null });
  });

  it('lost and given back before anything was decided: nobody has to decide any more', async () => {
    const { payment, become } = await disputed();
    await become('lost');
    await become('won');
    expect(await world.task(payment, 'invoice_decision')).toMatchObject({ status: 'done' });
  });

  it('lost, not refunded: the invoice is due again and decided about', async () => {
    const { payment, become } = await disputed();
    await become('lost');
    await become('lost');
    expect(await world.books()).toEqual({ operating_bank: -15_00, processor_fees: 15_00 });
    expect(await world.task(payment, 'invoice_decision')).toMatchObject({ amount: 2_000_00, status: 'open' });
  });

  it('an inquiry takes nothing, and what it becomes is booked then', async () => {
    const { payment, become } = await disputed({ kind: 'inquiry', fee: money(0) });
    expect(await world.books()).toEqual({ operating_bank: 2_000_00, accounts_receivable: -2_000_00 });
    expect(await world.isRefundable(payment)).toBe('disputed');
    await become('open', { kind: 'chargeback', fee: money(15_00) });
    expect(await world.books()).toEqual({ ...OPENED, accounts_receivable: -2_000_00 });
  });

  it('an inquiry that is closed has taken nothing', async () => {
    const { become } = await disputed({ kind: 'inquiry', fee: money(0) });
    await become('won', { kind: 'inquiry' });
    expect(await world.books()).toEqual({ operating_bank: 2_000_00, accounts_receivable: -2_000_00 });
  });

  it.each([
    ['another dispute', { id: 'dp_2', fee: money(15_00) }, 30_00],
    ['the same dispute, whose fee is known', { id: 'dp_1', fee: money(15_00) }, 15_00],
  ])('opens, is won, and opens again with 1,500.00 as %s', async (_as, again, fees) => {
    const { become } = await disputed();
    await become('won');
    await become('open', { ...again, amount: money(1_500_00) });
    expect(await world.books()).toEqual({
      disputed_receipts: 1_500_00,
      operating_bank: 500_00 - fees,
      processor_fees: fees,
      accounts_receivable: -2_000_00,
    });
    await become('lost', { ...again, amount: money(1_500_00) });
    expect(await world.books()).toEqual({
      operating_bank: 500_00 - fees,
      processor_fees: fees,
      accounts_receivable: -500_00,
    });
  });

  it('has won the earlier one of two, whose end nobody told us', async () => {
    const { become } = await disputed();
    await become('open', { id: 'dp_2', amount: money(1_500_00) });
    expect(await world.books()).toEqual({
      disputed_receipts: 1_500_00,
      operating_bank: 470_00,
      processor_fees: 30_00,
      accounts_receivable: -2_000_00,
    });
  });

  it('follows an amount that changes while it is open', async () => {
    const { become } = await disputed();
    await become('open', { amount: money(1_200_00) });
    await become('open', { amount: money(1_200_00) });
    expect(await world.books()).toMatchObject({ disputed_receipts: 1_200_00, processor_fees: 15_00 });
    await become('won', { amount: money(1_200_00) });
    expect(await world.books()).toMatchObject({ operating_bank: 1_985_00 });
  });

  it('heard of only when it is lost, or won, ends with the same books', async () => {
    for (const status of ['won', 'lost'] as const) {
      const payment = paymentOf({ items: [await world.giveInvoice(2_000_00)], method: 'card' });
      await world.mirror(payment);
      const dispute = { ...open, ...money2000, id: `dp_${status}`, status };
      const is = { disputed: status === 'lost', disputeLost: status === 'lost', dispute };
      await world.mirror({ ...payment, ...is });
    }
    expect(await world.books()).toEqual({
      operating_bank: 1_970_00,
      processor_fees: 30_00,
      accounts_receivable: -2_000_00,
    });
  });
});

describe('a disputed trust deposit', () => {
  const named = { id: 'dp_1', status: 'open', reason: 'fraudulent', respondBy: null } as const;
  const dispute = { ...named, amount: money(1_250_00), fee: money(15_00) };

  it('debited from operating: is held in trust while it is open, and free when it is won', async () => {
    const [one, two] = [paymentOf({ method: 'card' }), paymentOf({ method: 'card' })];
    await world.mirror(one);
    await world.mirror(two);
    await sql`UPDATE trust_account_balances SET balance = 1250_00 WHERE firm_id = ${world.firm.firmId}`;
    await world.mirror({ ...one, disputed: true, dispute });
    expect(await world.books()).toMatchObject({ trust_bank: 2_500_00, disputed_receipts: 1_250_00 });
    expect(await world.isRefundable(two)).toBe('trust_balance_insufficient');
    await world.mirror({ ...one, dispute: { ...dispute, status: 'won' } });
    expect(await world.isRefundable(two)).toBe('yes');
  });

  it('debited from trust: is debited at once, not held as well, and a win puts it back', async () => {
    const [one, two] = [paymentOf({ method: 'card' }), paymentOf({ method: 'card' })];
    await world.mirror(one);
    await world.mirror(two);
    const taken = { ...dispute, debitedFrom: 'trust' } as const;
    await world.mirror({ ...one, disputed: true, dispute: taken });
    expect(await world.balance()).toEqual({ balance: 1_250_00, held: 0 });
    expect(await world.books()).toEqual({
      trust_bank: 1_250_00,
      'client_trust_liability:A': -1_250_00,
      operating_bank: -15_00,
      processor_fees: 15_00,
    });
    expect(await world.isRefundable(two)).toBe('yes');
    await world.mirror({ ...one, dispute: { ...taken, status: 'won' } });
    expect(await world.balance()).toMatchObject({ balance: 2_500_00 });
    expect(await world.isRefundable(one)).toBe('yes');
    expect(await checkReceipts(db, { firmId: world.firm.firmId, limit: 10 })).toEqual([]);
  });

  it('debited from operating and lost: the three steps are owed', async () => {
    const one = paymentOf({ method: 'card' });
    await world.mirror(one);
    await world.mirror({ ...one, disputed: true, dispute });
    await world.mirror({
      ...one,
      disputed: true,
      disputeLost: true,
      dispute: { ...dispute, status: 'lost' },
    });
    expect(await world.books()).toMatchObject({ returns_clearing: 1_250_00, operating_bank: -1_265_00 });
    for (const step of ['payment', 'deposit', 'transfer'] as const) {
      expect(await world.recordStep(one, step)).toEqual({ kind: 'settled' });
    }
    expect(await world.books()).toEqual({ operating_bank: -15_00, processor_fees: 15_00 });
    expect(await askRefund(db, world.firm, one.transactionId)).toMatchObject({ kind: 'not_refundable' });
  });
});
