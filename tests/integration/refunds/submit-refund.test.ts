// The hand-over to the processor as the database judges it (B1, B2, R7).
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { beforeAll, describe, expect, it } from 'vitest';
import { cancelRefund, rejectRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import {
  acceptRefund,
  beginSubmission,
  markOutcomeUnknown,
  recordSend,
} from '@makewhole/db/refunds/submit-refund';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, recordRefund, viewOf } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();
const UNAPPLIED = [{ of: 'unapplied', amount: 60_00 }] as const;
const at = new Date();

let firm: SmallFirm;
beforeAll(async () => {
  firm = await createSmallFirm(db);
});

describe('a cancel, a rejection and a hand-over at once', () => {
  it('have one winner each time', async () => {
    const winners = await Promise.all(Array.from({ length: 30 }, race));
    expect(winners.map((kinds) => kinds.length)).toEqual(winners.map(() => 1));
  });

  async function race(_: unknown, nth: number): Promise<string[]> {
    const refund = await recordRefund(db, firm, UNAPPLIED);
    const { admin: actor } = firm.people;
    const contenders = [
      async () => ((await cancelRefund(db, refund, { actor, at })).kind === 'canceled' ? ['canceled'] : []),
      async () => ((await beginSubmission(db, refund, at)).kind === 'may_send' ? ['submitting'] : []),
      async () =>
        (await rejectRefund(db, refund, { code: 'disputed', at })).kind === 'moved' ? ['rejected'] : [],
    ];
    const order = [...contenders.slice(nth % 3), ...contenders.slice(0, nth % 3)];
    const won = (await Promise.all(order.map((contend) => contend()))).flat();
    expect(won).toEqual([(await viewOf(db, refund)).status]);
    return won;
  }
});

describe('a send', () => {
  it('is not noted, and so does not go out, where the refund was ended or taken meanwhile', async () => {
    const failed = await recordRefund(db, firm, UNAPPLIED);
    await beginSubmission(db, failed, at);
    await failRefund(db, failed, { code: 'confirmed_not_refunded', message: 'Never taken', at });
    expect(await recordSend(db, failed, at)).toBeNull();
    expect(await recordSend(db, await acceptedRefund(db, firm, UNAPPLIED), at)).toBeNull();
    expect(await recordSend(db, await recordRefund(db, firm, UNAPPLIED), at)).toBeNull();
    expect((await viewOf(db, failed)).lastSentAt).toBeNull();
  });

  it('keeps the time of the first one, from which the life of the key is counted', async () => {
    const refund = await recordRefund(db, firm, UNAPPLIED);
    await beginSubmission(db, refund, at);
    const first = await recordSend(db, refund, at);
    const later = new Date(Date.now() + 700_000);
    await markOutcomeUnknown(db, refund, { cause: 'no_answer', at });
    await recordSend(db, refund, later);
    expect(await viewOf(db, refund)).toMatchObject({ firstSentAt: first?.sentAt, lastSentAt: later });
  });

  it("is never noted earlier than the database's clock, whatever the machine's says (B2)", async () => {
    const refund = await recordRefund(db, firm, UNAPPLIED);
    await beginSubmission(db, refund, at);
    const startedAt = Date.now();
    const slow = new Date(startedAt - 3_600_000);
    expect((await recordSend(db, refund, slow))?.sentAt.getTime()).toBeGreaterThanOrEqual(startedAt);
  });
});

describe('an acceptance', () => {
  it('that comes again is fine; one under another reference changes nothing', async () => {
    const refund = await acceptedRefund(db, firm, UNAPPLIED);
    const before = await viewOf(db, refund);
    const processorRefundId = before.processorRefundId ?? '';
    const again = await acceptRefund(db, refund, {
      processorRefundId,
      at: new Date(at.getTime() + 86_400_000),
      creditDaysOf,
    });
    expect(again.kind).toBe('accepted');
    expect(await acceptRefund(db, refund, { processorRefundId: 're_other', at, creditDaysOf })).toEqual({
      kind: 'stands',
      status: 'processing',
    });
    expect(await viewOf(db, refund)).toEqual(before);
  });

  it('of what is the outcome of another refund is none, also when both are said at once (B1)', async () => {
    const [one, other] = [await sentRefund(), await sentRefund()];
    const accept = (refund: typeof one) =>
      acceptRefund(db, refund, { processorRefundId: 're_one', at, creditDaysOf });
    const said = await Promise.allSettled([accept(one), accept(other)]);
    expect(
      said.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.kind === 'accepted'),
    ).toHaveLength(1);
    const kinds = [await accept(one), await accept(other)].map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['accepted', 'held']);
  });

  it('on the word of a person is not taken of what was sent a moment ago (B2)', async () => {
    const refund = await sentRefund();
    const found = { processorRefundId: `re_${refund.refundId}`, at, lastSentBefore: at, creditDaysOf };
    expect(await acceptRefund(db, refund, found)).toEqual({ kind: 'stands', status: 'submitting' });
    // A send is stamped by the database's clock where that is later.
    const later = { ...found, lastSentBefore: new Date(Date.now() + 60_000) };
    expect((await acceptRefund(db, refund, later)).kind).toBe('accepted');
  });

  // Thanksgiving 2026 is Thursday, November 26.
  it.each([
    [
      'on the day of the request keeps its promise',
      '2026-11-23T15:00:00Z',
      '2026-11-23T15:00:05Z',
      '2026-11-24',
      '2026-11-25',
    ],
    [
      'after the cut-off promises a day later',
      '2026-11-23T21:59:00Z',
      '2026-11-23T22:00:01Z',
      '2026-11-25',
      '2026-11-27',
    ],
    [
      'over the holiday promises bank days',
      '2026-11-25T15:00:00Z',
      '2026-11-27T15:00:00Z',
      '2026-11-30',
      '2026-12-01',
    ],
  ])('%s (R7)', async (_, requestedAt, acceptedAt, expectedEarliest, expectedLatest) => {
    const refund = await recordRefund(db, firm, UNAPPLIED, new Date(requestedAt));
    const accepted = new Date(acceptedAt);
    await beginSubmission(db, refund, accepted);
    await acceptRefund(db, refund, {
      processorRefundId: `re_${refund.refundId}`,
      at: accepted,
      creditDaysOf,
    });
    expect(await viewOf(db, refund)).toMatchObject({ expectedEarliest, expectedLatest });
  });

  it('promises what the processor of the payment can keep, and is late no sooner (R7, B11)', async () => {
    const ofStripe = await createSmallFirm(db);
    await sql`UPDATE processor_connections SET kind = 'stripe' WHERE firm_id = ${ofStripe.firmId}`;
    const requestedAt = new Date('2026-11-23T15:00:00Z');
    const refund = await recordRefund(db, ofStripe, UNAPPLIED, requestedAt);
    const promise = { expectedEarliest: '2026-12-01', expectedLatest: '2026-12-08' };
    expect(await viewOf(db, refund)).toMatchObject(promise);
    await beginSubmission(db, refund, requestedAt);
    const acceptance = { processorRefundId: `re_${refund.refundId}`, at: requestedAt, creditDaysOf };
    expect(await acceptRefund(db, refund, acceptance)).toMatchObject({
      expectedBy: '2026-12-09T05:00:00Z',
      lateFrom: '2026-12-09T05:00:00Z',
      askFrom: '2026-11-26T05:00:00Z',
    });
    expect(await viewOf(db, refund)).toMatchObject(promise);
  });
});

describe('a failure', () => {
  it('is not taken of a refund that was never handed over', async () => {
    const refund = await recordRefund(db, firm, UNAPPLIED);
    expect(await failRefund(db, refund, { code: 'x', message: 'X', at })).toEqual({
      kind: 'stands',
      status: 'requested',
    });
  });

  it('by a person is not taken of what was sent a moment ago (B2)', async () => {
    const refund = await recordRefund(db, firm, UNAPPLIED);
    await beginSubmission(db, refund, at);
    const sentAt = (await recordSend(db, refund, at))?.sentAt ?? at;
    const said = { code: 'confirmed_not_refunded', message: 'Never taken', at };
    expect(await failRefund(db, refund, { ...said, lastSentBefore: sentAt })).toEqual({
      kind: 'stands',
      status: 'submitting',
    });
    const lastSentBefore = new Date(sentAt.getTime() + 1);
    expect((await failRefund(db, refund, { ...said, lastSentBefore })).kind).toBe('failed');
  });
});

/** A refund that was sent, and not answered yet. */
async function sentRefund() {
  const refund = await recordRefund(db, firm, UNAPPLIED);
  await beginSubmission(db, refund, at);
  await recordSend(db, refund, at);
  return refund;
}
