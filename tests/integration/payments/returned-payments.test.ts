// A payment that the bank returns is booked where the bank took it (ADR 28): the examples with their numbers, as the
// processor's records bring them.
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { decideLostInvoice } from '@makewhole/db/losses/decide-lost-invoice';
import { losses } from '@makewhole/db/schema/losses';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
});

describe('a trust deposit of $1,250.00 that is returned, never refunded', () => {
  it('(i) debited from trust: out of trust and of A, both at zero', async () => {
    await world.debit({ ach: 'account_of_payment' });
    const payment = paymentOf();
    await world.mirror(payment);
    expect(await world.books()).toEqual({ trust_bank: 1_250_00, 'client_trust_liability:A': -1_250_00 });
    await world.mirror({ ...payment, status: 'returned', returned: { code: 'R10', debitedFrom: null } });
    expect(await world.books()).toEqual({});
    expect(await world.balance()).toEqual({ balance: 0, held: 0 });
    expect(await world.tasks(payment)).toEqual([]);
    const [kept] =
      await sql`SELECT return_code FROM payments WHERE transaction_id = ${payment.transactionId}`;
    expect(kept).toEqual({ return_code: 'R10' });
    expect(await world.isRefundable(payment)).toBe('payment_returned');
  });

  it('(ii) debited from operating: the three steps are owed, and bring all to zero', async () => {
    const payment = paymentOf();
    await world.mirror(payment);
    await world.mirror({ ...payment, status: 'returned' });
    await world.mirror({ ...payment, status: 'returned' });
    expect(await world.books()).toEqual({
      trust_bank: 1_250_00,
      'client_trust_liability:A': -1_250_00,
      operating_bank: -1_250_00,
      returns_clearing: 1_250_00,
    });
    const record = (step: 'payment' | 'deposit' | 'transfer', changes = {}) =>
      world.recordStep(payment, step, changes);
    expect(await record('deposit')).toEqual({ kind: 'out_of_order' });
    expect(await record('payment', { amount: money(1_250_01) })).toEqual({ kind: 'amount_mismatch' });
    expect(await record('payment', { date: '2026-10-01' })).toEqual({
      kind: 'date_out_of_range',
      message: expect.stringContaining('the bank took the money on') as string,
    });
    expect(await record('payment')).toEqual({ kind: 'settled' });
    expect(await record('payment')).toEqual({ kind: 'settled' });
    expect(await record('payment', { reference: 'TC-2' })).toEqual({ kind: 'other' });
    expect(await world.books()).toEqual({ operating_bank: -1_250_00, returns_clearing: 1_250_00 });
    expect(await record('deposit')).toEqual({ kind: 'settled' });
    expect(await record('transfer')).toEqual({ kind: 'settled' });
    expect(await world.books()).toEqual({});
    expect(await world.balance()).toMatchObject({ balance: 0, held: 0 });
    const events = await sql`SELECT data ->> 'step' AS step FROM firm_events
      WHERE firm_id = ${world.firm.firmId} AND type = 'payment.trust_step_recorded' ORDER BY seq`;
    expect(events.map((event) => String(event['step']))).toEqual(['payment', 'deposit', 'transfer']);
  });

  it('debited from operating: its money in trust is not lent to the same client before step (a)', async () => {
    const [returned, second] = [paymentOf({ method: 'card' }), paymentOf({ method: 'card' })];
    await world.mirror(returned);
    await world.mirror(second);
    await sql`UPDATE trust_account_balances SET balance = 1250_00 WHERE firm_id = ${world.firm.firmId}`;
    expect(await world.isRefundable(second)).toBe('yes');
    await world.mirror({ ...returned, status: 'returned' });
    expect(await world.isRefundable(second)).toBe('trust_balance_insufficient');
    expect(await world.recordStep(returned, 'payment')).toEqual({ kind: 'settled' });
    // Deducted now, and so not held as well.
    expect(await world.balance()).toMatchObject({ balance: 0 });
    await sql`UPDATE trust_account_balances SET balance = 1250_00 WHERE firm_id = ${world.firm.firmId}`;
    expect(await world.isRefundable(second)).toBe('yes');
  });

  it('follows what the processor says over the firm’s rule, which changes nothing that is booked', async () => {
    const payment = paymentOf();
    await world.mirror(payment);
    await world.mirror({ ...payment, status: 'returned', returned: { code: 'R01', debitedFrom: 'trust' } });
    expect(await world.books()).toEqual({});
    await world.debit({ ach: 'account_of_payment', card: 'account_of_payment' });
    await world.mirror({
      ...payment,
      status: 'returned',
      returned: { code: 'R01', debitedFrom: 'operating' },
    });
    expect(await world.books()).toEqual({});
    expect(await db.select().from(losses).where(eq(losses.firmId, world.firm.firmId))).toMatchObject([
      { kind: 'return', debits: 'account_of_payment', amount: 1_250_00, trustAmount: 1_250_00 },
    ]);
  });
});

describe('an operating payment that is returned', () => {
  it('is due again: the receivable is back, and the invoice is decided about', async () => {
    const item = await world.giveInvoice(600_00);
    const payment = paymentOf({ items: [item] });
    await world.mirror(payment);
    await world.mirror({ ...payment, status: 'returned' });
    expect(await world.books()).toEqual({});
    const task = await world.task(payment, 'invoice_decision');
    expect(task).toMatchObject({ owner: 'admin', status: 'open', amount: 600_00 });
    const key = { firmId: world.firm.firmId, id: task.id };
    const by = { actor: world.firm.people.admin, at: new Date() };
    expect(await decideLostInvoice(db, key, by, { decision: 'write_off' })).toEqual({ kind: 'settled' });
    expect(await decideLostInvoice(db, key, by, { decision: 'write_off' })).toEqual({ kind: 'settled' });
    expect(await decideLostInvoice(db, key, by, { decision: 'still_due' })).toEqual({ kind: 'other' });
    expect(await world.books()).toEqual({ accounts_receivable: -600_00, write_offs: 600_00 });
    const [allocation] = await sql`SELECT reversed_at FROM allocations WHERE firm_id = ${world.firm.firmId}`;
    expect(allocation?.['reversed_at']).not.toBeNull();
  });
});
