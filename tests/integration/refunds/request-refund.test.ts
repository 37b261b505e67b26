// POST /v1/refunds in the database: of all who ask at once one refund is noted, and who asks twice hears the same (B1, R4).
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { matterUsers, trustBalances } from '@makewhole/db/schema/matters';
import { payments } from '@makewhole/db/schema/payments';
import { refunds } from '@makewhole/db/schema/refunds';
import { trustHolds } from '@makewhole/db/schema/trust';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund, createSmallFirm, givePayment, type SmallFirm } from '../../support/small-firm.ts';
import { idempotencyRecords } from '@makewhole/db/schema/idempotency';

const { db } = await openTestDatabase();
const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const KEY = { route: 'POST /v1/refunds', key: 'one key', requestHash: 'one body' };

let firm: SmallFirm;
beforeEach(async () => {
  firm = await createSmallFirm(db, 3_000_00);
});

describe('twenty who ask for one payment at once', () => {
  it('under keys of their own: one refund is noted, the others hear of it', async () => {
    const transactionId = await givePayment(db, null, firm, INVOICE);
    const outcomes = await atOnce(20, () => askRefund(db, firm, transactionId));
    const noted = outcomes.flatMap((outcome) => (outcome.kind === 'noted' ? [outcome.refund.id] : []));
    expect(noted).toHaveLength(1);
    const refusals = outcomes.filter(({ kind }) => kind !== 'noted');
    expect(refusals).toEqual(
      Array.from({ length: 19 }, () => ({ kind: 'already_refunded', refundId: noted[0] })),
    );
    expect(await db.$count(refunds, eq(refunds.firmId, firm.firmId))).toBe(1);
  });

  it('under one key: one is noted, and the others get its answer byte for byte', async () => {
    const transactionId = await givePayment(db, null, firm, INVOICE);
    const outcomes = await atOnce(20, (nth) =>
      askRefund(db, firm, transactionId, {
        idempotency: KEY,
        render: ({ id }) => ({
          status: 202,
          headers: { location: id },
          body: `{"id":"${id}","asked":${nth}}`,
        }),
      }),
    );
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['noted', ...Array.from({ length: 19 }, () => 'replayed')]);
    const answers = outcomes.map((outcome) => ('answer' in outcome ? outcome.answer : null));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('an idempotency key', () => {
  it('that was used with another body is refused, and leaves nothing behind', async () => {
    const [transactionId, other] = [
      await givePayment(db, null, firm, INVOICE),
      await givePayment(db, null, firm, INVOICE),
    ];
    await askRefund(db, firm, transactionId, { idempotency: KEY });
    const again = { ...KEY, requestHash: 'another body' };
    const refused = await askRefund(db, firm, other, { idempotency: again });
    // With the answer that the key got, so that the caller hears which refund it made.
    const [refund] = await db.select({ id: refunds.id }).from(refunds).where(eq(refunds.firmId, firm.firmId));
    expect(refused).toMatchObject({ kind: 'key_reused', answer: { body: JSON.stringify(refund) } });
    expect(await db.$count(refunds, eq(refunds.firmId, firm.firmId))).toBe(1);
  });

  it('of a request that was refused is free, so that the same request can be asked again once it may', async () => {
    const transactionId = await givePayment(db, null, firm, INVOICE);
    await db.update(payments).set({ disputed: true }).where(eq(payments.transactionId, transactionId));
    expect(await askRefund(db, firm, transactionId, { idempotency: KEY })).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'disputed' },
    });
    expect(await db.$count(idempotencyRecords, eq(idempotencyRecords.firmId, firm.firmId))).toBe(0);
    await db.update(payments).set({ disputed: false }).where(eq(payments.transactionId, transactionId));
    expect((await askRefund(db, firm, transactionId, { idempotency: KEY })).kind).toBe('noted');
  });

  it('belongs to who used it: another person may use the same one', async () => {
    const [transactionId, other] = [
      await givePayment(db, null, firm, INVOICE),
      await givePayment(db, null, firm, INVOICE),
    ];
    await askRefund(db, firm, transactionId, { idempotency: KEY });
    const byOwner = { idempotency: KEY, principalId: firm.people.owner };
    expect((await askRefund(db, firm, other, byOwner)).kind).toBe('noted');
  });
});

describe('a transaction ID (R1)', () => {
  it.each([
    ['cut short', (id: string) => id.slice(0, -1)],
    ['cased differently', (id: string) => id.toUpperCase()],
    ['one character longer', (id: string) => `${id}0`],
    ['with a space before it', (id: string) => ` ${id}`],
  ])('%s is not found', async (_, change) => {
    const transactionId = await givePayment(db, null, firm, INVOICE);
    const near = asId<TransactionId>(change(transactionId));
    expect(await askRefund(db, firm, near)).toEqual({ kind: 'transaction_not_found' });
  });

  it('of another firm is not found', async () => {
    const transactionId = await givePayment(db, null, firm, INVOICE);
    const stranger = await createSmallFirm(db);
    expect(await askRefund(db, stranger, transactionId)).toEqual({ kind: 'transaction_not_found' });
  });
});

describe('a preview (B3)', () => {
  it('that no longer holds is refused; the new one is taken', async () => {
    const { firmId, matterId } = firm;
    const transactionId = await givePayment(db, null, firm, INVOICE);
    const now = new Date();
    const seen = await previewRefund(db, { firmId, transactionId, now, creditDaysOf });
    await db
      .insert(matterUsers)
      .values({ firmId, matterId, name: 'Third User', email: 'third@adler.example' });
    const stale = { now, previewHash: seen?.previewHash ?? '' };
    expect(await askRefund(db, firm, transactionId, stale)).toEqual({ kind: 'preview_stale' });
    const fresh = await previewRefund(db, { firmId, transactionId, now, creditDaysOf });
    const outcome = await askRefund(db, firm, transactionId, { now, previewHash: fresh?.previewHash ?? '' });
    expect(outcome.kind).toBe('noted');
  });
});

describe('a matter whose trust balance covers thirty refunds (B4)', () => {
  it('takes exactly thirty of fifty that are asked for at once, and can never be overdrawn', async () => {
    const parts = [{ of: 'trust', amount: 100_00 }] as const;
    const ids = await atOnce(50, () => givePayment(db, null, firm, { parts }));
    const outcomes = await Promise.all(ids.map((transactionId) => askRefund(db, firm, transactionId)));
    expect(outcomes.filter(({ kind }) => kind === 'noted')).toHaveLength(30);
    const refused = outcomes.filter(({ kind }) => kind !== 'noted');
    expect(refused).toEqual(
      Array.from({ length: 20 }, () => ({
        kind: 'not_refundable',
        refusal: expect.objectContaining({ code: 'trust_balance_insufficient' }),
      })),
    );
    const [balance] = await db
      .select({ balance: trustBalances.balance, held: trustBalances.held })
      .from(trustBalances)
      .where(eq(trustBalances.firmId, firm.firmId));
    expect(balance).toEqual({ balance: 3_000_00, held: 3_000_00 });
    expect(await db.$count(trustHolds, eq(trustHolds.firmId, firm.firmId))).toBe(30);
  });
});

function atOnce<Result>(count: number, ask: (nth: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, nth) => ask(nth)));
}
