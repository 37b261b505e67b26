// Disputes that are lost after the refund was paid out (B6, BK3): each is booked as what the client owes, and what the
// bank gives back later is owed no more.
import { beforeEach, describe, expect, it } from 'vitest';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { money } from '@makewhole/domain/money';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { acceptByStores, payOut, viewOf, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
const UNAPPLIED = {
  description: 'Legal services',
  invoiceNumber: null,
  account: 'operating',
  amount: money(1_000_00),
} as const;

let world: LossWorld;
let refund: WalkedRefund;
let payment: ReturnType<typeof paymentOf>;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  payment = paymentOf({ items: [UNAPPLIED], method: 'card' });
  await world.mirror(payment);
  const asked = await askRefund(db, world.firm, payment.transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
  await acceptByStores(db, refund);
  await payOut(db, refund);
});

/** The processor reports a dispute, and the refund hears of it. */
async function report(id: string, status: 'won' | 'lost', amount: number) {
  const dispute = { id, status, reason: 'fraudulent', respondBy: null, amount: money(amount) } as const;
  const isLost = status === 'lost';
  await world.mirror({ ...payment, disputed: isLost, disputeLost: isLost, dispute });
  await takePaymentTrouble(db, refund, {
    trouble: isLost ? 'lost' : 'none',
    happened: isLost ? 'payment.dispute_lost' : null,
    at: new Date(),
  });
}

async function state() {
  const { obligations } = await viewOf(db, refund);
  const { books, status } = await loadRefund(db, refund);
  return {
    books: await world.books(),
    faults: checkBooks({ ...books, status }),
    tasks: obligations
      .filter(({ subject }) => subject === 'original_bounced')
      .map(({ amount, status: is }) => ({ amount, status: is })),
  };
}

describe('a payment of $1,000.00 that was refunded', () => {
  it('owes each of two disputes that are lost, and asks for the whole', async () => {
    await report('dp_1', 'lost', 400_00);
    expect(await state()).toEqual({
      books: { operating_bank: -400_00, client_receivable: 400_00 },
      faults: [],
      tasks: [{ amount: 400_00, status: 'open' }],
    });
    await report('dp_2', 'lost', 600_00);
    await report('dp_2', 'lost', 600_00);
    expect(await state()).toEqual({
      books: { operating_bank: -1_000_00, client_receivable: 1_000_00 },
      faults: [],
      tasks: [{ amount: 1_000_00, status: 'open' }],
    });
  });

  it('is owed no more once the bank gives a lost dispute back', async () => {
    await report('dp_1', 'lost', 1_000_00);
    await report('dp_1', 'won', 1_000_00);
    await report('dp_1', 'won', 1_000_00);
    expect(await state()).toEqual({
      books: {},
      faults: [],
      tasks: [{ amount: 1_000_00, status: 'done' }],
    });
  });
});
