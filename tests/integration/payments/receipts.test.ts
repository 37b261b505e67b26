// A payment that settles is in the books once, by whatever way we learned of it (B15).
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { bookPayment } from '@makewhole/db/payments/book-payment';
import {
  mirrorPayment,
  type MirroredItem,
  type MirroredPayment,
} from '@makewhole/db/payments/mirror-payment';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { postings } from '@makewhole/db/schema/ledger';
import { checkReceipts } from '@makewhole/db/reconciliation/check-receipts';
import { payments } from '@makewhole/db/schema/payments';
import { bankDateOf } from '@makewhole/domain/bank-calendar';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money, sum } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';

const { db, sql } = await openTestDatabase();
const SETTLED_AT = new Date('2026-11-04T14:00:00Z');
let firm: SmallFirm;
beforeEach(async () => {
  firm = await createSmallFirm(db, 0);
});

const TRUST: MirroredItem = {
  description: 'Retainer',
  invoiceNumber: null,
  account: 'trust',
  amount: money(900_00),
};
const FEES: MirroredItem = { ...TRUST, description: 'Fees', account: 'operating', amount: money(100_00) };

const paymentOf = (changes: Partial<MirroredPayment> = {}): MirroredPayment => {
  const items = changes.items ?? [TRUST, FEES];
  return {
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
    settledAt: SETTLED_AT,
    disputed: false,
    disputeLost: false,
    refundedElsewhere: false,
    items,
    ...changes,
  };
};

let clock = Date.parse('2026-11-23T17:00:00Z');
const mirror = (payment: MirroredPayment) => {
  clock += 1000;
  return mirrorPayment(db, { firmId: firm.firmId, payment, asOf: new Date(clock) });
};

/** What the ledger has by account, and the matter's row. */
async function books() {
  const rows = await sql<{ account: string; amount: number }[]>`
    SELECT account, sum(amount)::int AS amount FROM ledger_entries WHERE firm_id = ${firm.firmId}
    GROUP BY account HAVING sum(amount) <> 0 ORDER BY account`;
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]));
}

async function trust() {
  const [row] = await sql`
    SELECT coalesce(sum(balance), 0)::int AS balance, coalesce(sum(held), 0)::int AS held
    FROM trust_account_balances WHERE firm_id = ${firm.firmId}`;
  return row;
}

const RECEIVED = {
  operating_bank: 100_00,
  unapplied_receipts: -100_00,
  trust_bank: 900_00,
  client_trust_liability: -900_00,
};

describe('a payment that settled', () => {
  it('posts its receipt for the day of its settlement, and the trust balance rises', async () => {
    const payment = paymentOf();
    await mirror(payment);
    expect(await books()).toEqual(RECEIVED);
    expect(await trust()).toEqual({ balance: 900_00, held: 0 });
    const posted = await db
      .selectDistinct({ step: postings.step, effectiveOn: postings.effectiveOn })
      .from(postings)
      .where(eq(postings.transactionId, payment.transactionId));
    expect(posted).toEqual([{ step: 'receipt', effectiveOn: bankDateOf(SETTLED_AT.toISOString()) }]);
  });

  it('posts it once, told of by many at once and again', async () => {
    const payment = paymentOf();
    await Promise.all(Array.from({ length: 8 }, () => mirror(payment)));
    await mirror(payment);
    expect(await books()).toEqual(RECEIVED);
    expect(await trust()).toMatchObject({ balance: 900_00 });
  });

  it('posts it when it settles, not before', async () => {
    const payment = paymentOf();
    await mirror({ ...payment, status: 'captured', settledAt: null });
    expect(await books()).toEqual({});
    await mirror(payment);
    expect(await books()).toEqual(RECEIVED);
  });

  it('posts it when an authorization was captured', async () => {
    const payment = paymentOf();
    await mirror({ ...payment, type: 'authorization', status: 'authorized', settledAt: null });
    await mirror(payment);
    expect(await books()).toEqual(RECEIVED);
    expect(await find(payment)).toMatchObject({ type: 'sale', inTheBooks: true });
  });

  it('posts it although an older record of it was told first', async () => {
    const payment = paymentOf();
    await mirror(payment);
    await sql`UPDATE payments SET as_of = now() + interval '1 day' WHERE transaction_id = ${payment.transactionId}`;
    expect(await mirror(payment)).toBe('unchanged');
    expect(await books()).toEqual(RECEIVED);
  });

  it('owes trust money of nobody knows whom to a client still to be identified', async () => {
    await mirror(paymentOf({ matterNumber: '2026-999', items: [TRUST] }));
    expect(await books()).toEqual({ trust_bank: 900_00, unidentified_trust_liability: -900_00 });
    expect(await trust()).toMatchObject({ balance: 0 });
  });

  it('owes it to the matter once that is known', async () => {
    const payment = paymentOf({ matterNumber: null, items: [TRUST] });
    await mirror(payment);
    await db.update(payments).set({ matterId: firm.matterId }).where(eq(payments.firmId, firm.firmId));
    await mirror(payment);
    await mirror(payment);
    expect(await books()).toEqual({ trust_bank: 900_00, client_trust_liability: -900_00 });
    expect(await trust()).toMatchObject({ balance: 900_00 });
  });
});

describe('a payment that is not in the books', () => {
  it('is refused, until its receipt is posted', async () => {
    const payment = paymentOf({ items: [FEES] });
    await mirror({ ...payment, status: 'captured', settledAt: null });
    // As it was written before receipts were.
    await sql`UPDATE payments SET status = 'settled', settled_at = ${SETTLED_AT.toISOString()}
      WHERE transaction_id = ${payment.transactionId}`;
    const refusal = { refundable: false, code: 'not_in_the_books' };
    const { firmId } = firm;
    const wanted = { firmId, transactionId: payment.transactionId, now: new Date(), creditDaysOf };
    expect((await previewRefund(db, wanted))?.eligibility).toMatchObject(refusal);
    expect(await askRefund(db, firm, payment.transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal,
    });
    await bookPayment(db, wanted, new Date());
    expect(await askRefund(db, firm, payment.transactionId)).toMatchObject({ kind: 'noted' });
  });
});

describe('the nightly comparison', () => {
  const check = () => checkReceipts(db, { firmId: firm.firmId, limit: 10 });

  it('finds nothing where every receipt is posted and trust is what the ledger owes', async () => {
    await mirror(paymentOf());
    await mirror({ ...paymentOf(), status: 'captured', settledAt: null });
    expect(await check()).toEqual([]);
  });

  it('tells of a payment that settled without its receipt', async () => {
    const payment = paymentOf();
    await mirror({ ...payment, status: 'captured', settledAt: null });
    await sql`UPDATE payments SET status = 'settled', settled_at = now() WHERE transaction_id = ${payment.transactionId}`;
    expect(await check()).toMatchObject([
      { kind: 'receipt_missing', transactionId: payment.transactionId, refundId: null },
    ]);
  });

  it('tells of a trust balance that is not what the ledger owes the client', async () => {
    const payment = paymentOf();
    await mirror(payment);
    await sql`UPDATE trust_account_balances SET balance = balance + 1 WHERE firm_id = ${firm.firmId}`;
    expect(await check()).toMatchObject([
      {
        kind: 'trust_differs',
        transactionId: payment.transactionId,
        explanation: expect.stringContaining(
          'matter 2026-014 in Trust account (IOLTA) is $900.01, and the ledger owes its client $900.00',
        ),
      },
    ]);
  });
});

describe('a payment that the bank took back', () => {
  it.each([
    ['returned', { status: 'returned' }],
    ['disputed and lost', { disputed: true, disputeLost: true }],
  ] as const)(
    '%s, is out of operating once, and what it brought to trust is the firm’s',
    async (_how, changes) => {
      const payment = paymentOf();
      await mirror(payment);
      await mirror({ ...payment, ...changes });
      await mirror({ ...payment, ...changes });
      expect(await books()).toEqual({
        operating_bank: -900_00,
        returns_clearing: 900_00,
        trust_bank: 900_00,
        client_trust_liability: -900_00,
      });
      expect(await trust()).toEqual({ balance: 900_00, held: 0 });
      expect(await find(payment)).toMatchObject({ inTheBooks: false });
    },
  );

  it('waits for the refund that pays it back, whose books the loss belongs to, and not for one that ended', async () => {
    const payment = paymentOf({ items: [TRUST] });
    await mirror(payment);
    const asked = await askRefund(db, firm, payment.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    await mirror({ ...payment, status: 'returned' });
    expect(await trust()).toEqual({ balance: 900_00, held: 900_00 });
    expect(await books()).toEqual({ trust_bank: 900_00, client_trust_liability: -900_00 });
    const refund = { firmId: firm.firmId, refundId: asked.refund.id };
    await cancelRefund(db, refund, { actor: firm.people.admin, at: new Date() });
    expect(await books()).toMatchObject({ operating_bank: -900_00, returns_clearing: 900_00 });
    expect(await trust()).toEqual({ balance: 900_00, held: 0 });
  });
});

it('does not lend out trust money whose payment is disputed', async () => {
  const disputed = paymentOf({ items: [TRUST] });
  const other = paymentOf({ items: [TRUST] });
  await mirror(disputed);
  await mirror(other);
  await sql`UPDATE trust_account_balances SET balance = 900_00 WHERE firm_id = ${firm.firmId}`;
  await mirror({ ...disputed, disputed: true });
  const refusal = { code: 'trust_balance_insufficient' };
  expect(await askRefund(db, firm, other.transactionId)).toMatchObject({ kind: 'not_refundable', refusal });
  await mirror(disputed);
  expect(await askRefund(db, firm, other.transactionId)).toMatchObject({ kind: 'noted' });
});

function find({ transactionId }: MirroredPayment) {
  return findPayment(db, { firmId: firm.firmId, transactionId });
}
