// Submitting a refund to the processor, as far as the database knows (B1, B2). The row says whether anything may have
// been sent: a caller that finds the refund already submitted, or `lastSentAt` set, asks the processor first and sends
// again only within the bounds of apps/worker/src/activities/refund-at-processor.ts.
import { and, eq, ne, sql } from 'drizzle-orm';
import { askFrom, endOfDay, lateFrom, promiseFor, type Instant } from '@makewhole/domain/bank-calendar';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { endExternalRefund } from '../payments/external-refund.ts';
import { payments } from '../schema/payments.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent, type Actor } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { findCreditDays } from './find-credit-days.ts';
import { moveRefund } from './move-refund.ts';

export type SubmissionStart =
  /** isFirst: nothing claimed it for submission before, as far as the row knows. */
  | { readonly kind: 'may_send'; readonly isFirst: boolean }
  | { readonly kind: 'stands'; readonly status: RefundStatus };

/** Claims the refund for submission: the compare-and-set that a cancel races with. Idempotent. */
export function beginSubmission(db: Db, refund: RefundKey, at: Date): Promise<SubmissionStart> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status === 'submitting' || row.status === 'outcome_unknown') {
      return { kind: 'may_send', isFirst: false };
    }
    const event = { type: 'refund.submitting', actor: ENGINE, at, data: {} } as const;
    const moved = await moveRefund(tx, row, 'submitting', event);
    if (moved.kind === 'moved') await completeAttention(tx, refund, 'stuck', { actor: ENGINE, at });
    return moved.kind === 'moved' ? { kind: 'may_send', isFirst: true } : moved;
  });
}

/** What was recorded of a send, and the values before it, which `recordNotSent` restores. */
export type RecordedSend = {
  readonly sentAt: Date;
  readonly before: Pick<RefundRow, 'firstSentAt' | 'lastSentAt'>;
};

export type SendOptions = {
  /** The last send that the caller knew of when it looked. Left out: any. */
  readonly known?: Date | null;
  /** The clock to use; the seed plays past refunds with its own. */
  readonly clock?: (tx: Db, at: Date) => Promise<Date>;
};

/**
 * Records, before a byte goes out, that we are about to ask the processor: after a crash this is all we know. The send
 * is recorded at `at`, or at the database's time if that is later: a slow clock must not make a send look older than
 * it is (B2). Returns null if in the meantime a person ended or found the refund, or another attempt sent it: then
 * nothing may be sent before it is looked at again (B1).
 */
export function recordSend(
  db: Db,
  refund: RefundKey,
  at: Date,
  { known, clock = findLaterOf }: SendOptions = {},
): Promise<RecordedSend | null> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status !== 'submitting' && row.status !== 'outcome_unknown') return null;
    const { firstSentAt, lastSentAt } = row;
    if (known !== undefined && lastSentAt?.getTime() !== known?.getTime()) return null;
    const sentAt = await clock(tx, at);
    await tx
      .update(refunds)
      .set({ firstSentAt: firstSentAt ?? sentAt, lastSentAt: sentAt })
      .where(eq(refunds.id, row.id));
    // While the processor is down, many attempts fail: the timeline records only once that it is being asked.
    if ((await findNewestEventType(tx, row)) !== 'refund.sent') {
      const data = { again: firstSentAt !== null };
      await appendEvent(tx, refund, { type: 'refund.sent', actor: ENGINE, at: sentAt, data });
    }
    return { sentAt, before: { firstSentAt, lastSentAt } };
  });
}

/** The later of an instant and the database's clock. */
async function findLaterOf(tx: Db, at: Date): Promise<Date> {
  const [row] = await tx.execute<{ ms: string }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::text as ms`,
  );
  return new Date(Math.max(at.getTime(), Number(row?.ms ?? 0)));
}

/** Undoes the record of a send that certainly was not taken, unless another send was recorded since. */
export async function recordNotSent(
  db: Db,
  { firmId, refundId }: RefundKey,
  sent: RecordedSend,
): Promise<void> {
  await db
    .update(refunds)
    .set(sent.before)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId), eq(refunds.lastSentAt, sent.sentAt)));
}

async function findNewestEventType(tx: Db, row: RefundRow): Promise<string | undefined> {
  const [newest] = await tx
    .select({ type: refundEvents.type })
    .from(refundEvents)
    .where(
      and(
        eq(refundEvents.firmId, row.firmId),
        eq(refundEvents.refundId, row.id),
        eq(refundEvents.seq, row.version),
      ),
    );
  return newest?.type;
}

/**
 * Marks the outcome unknown: no clear answer came, and money may have moved (B2). Appends one event, however often it
 * is called.
 * @returns the refund's row
 */
export function markOutcomeUnknown(
  db: Db,
  refund: RefundKey,
  input: { cause: string; at: Date },
): Promise<Pick<RefundRow, 'firstSentAt'>> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const { cause, at } = input;
    if (cause === 'saved_error' && row.savedErrorAt === null) {
      await tx.update(refunds).set({ savedErrorAt: at }).where(eq(refunds.id, row.id));
    }
    const event = { type: 'refund.outcome_unknown', actor: ENGINE, at, data: { cause } } as const;
    await moveRefund(tx, row, 'outcome_unknown', event);
    return row;
  });
}

export type Acceptance = {
  readonly processorRefundId: string;
  readonly at: Date;
  readonly creditDaysOf: CreditDaysOf;
  /** The person who found it, with their note; the engine if the processor itself reported it. */
  readonly foundBy?: { readonly actor: Actor; readonly note: string } | undefined;
  /** Accepts it only if nothing was sent since: the answer to a later send may be on its way (B2). */
  readonly lastSentBefore?: Date | undefined;
};

export type Accepted =
  | {
      readonly kind: 'accepted';
      readonly expectedBy: Instant;
      readonly lateFrom: Instant;
      /** From when on to ask the processor, if it reported nothing. */
      readonly askFrom: Instant;
    }
  | { readonly kind: 'stands'; readonly status: RefundStatus }
  /** Another of our refunds already holds that processor refund: it cannot pay a second one (B1). */
  | { readonly kind: 'held' };

/**
 * Records that the processor has the refund: computes the promise again, never earlier than the first one (R7), and
 * adds the refund to the payment history (R10).
 */
export function acceptRefund(
  db: Db,
  refund: RefundKey,
  { processorRefundId, at, foundBy, lastSentBefore, creditDaysOf }: Acceptance,
): Promise<Accepted> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const isSentSince =
      lastSentBefore !== undefined && row.lastSentAt !== null && row.lastSentAt >= lastSentBefore;
    if (isSentSince) return { kind: 'stands', status: row.status };
    if (await isHeldByAnother(tx, row, processorRefundId)) return { kind: 'held' };
    const days = await findCreditDays(tx, row, creditDaysOf);
    const promise = promiseFor(at.toISOString(), days);
    const expected = {
      earliest: later(row.expectedEarliest, promise.earliest),
      latest: later(row.expectedLatest, promise.latest),
    };
    const event = {
      type: 'refund.processing',
      actor: foundBy?.actor ?? ENGINE,
      at,
      data: { processorRefundId, expected },
      note: foundBy?.note ?? null,
    } as const;
    const moved = await moveRefund(tx, row, 'processing', event, {
      processorRefundId,
      acceptedAt: at,
      expectedEarliest: expected.earliest,
      expectedLatest: expected.latest,
      late: false,
    });
    if (moved.kind === 'stands' && row.processorRefundId !== processorRefundId) return moved;
    if (moved.kind === 'moved') {
      await mirrorRefundPayment(tx, row, processorRefundId, at);
      // What a person found at the processor may have been recorded as an external refund (B12).
      const found = { id: processorRefundId, transactionId: row.transactionId };
      await endExternalRefund(tx, { firmId: row.firmId, refund: found, at });
      for (const cause of NO_LONGER_TRUE) {
        await completeAttention(tx, refund, cause, { actor: ENGINE, at });
      }
    }
    return {
      kind: 'accepted',
      expectedBy: endOfDay(expected.latest),
      lateFrom: lateFrom(promiseFor((row.acceptedAt ?? at).toISOString(), days).day0, row.method, days),
      askFrom: askFrom(at.toISOString()),
    };
  });
}

/** What needed attention only as long as the processor did not have it. */
const NO_LONGER_TRUE = ['outcome_unknown', 'outcome_claimed', 'late', 'not_sent', 'stuck'] as const;

/** If two refunds claim the same one at once, the index refuses the second; its retry finds it here. */
async function isHeldByAnother(tx: Db, row: RefundRow, processorRefundId: string): Promise<boolean> {
  const holders = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, row.firmId),
        eq(refunds.processorRefundId, processorRefundId),
        ne(refunds.id, row.id),
      ),
    )
    .limit(1);
  return holders.length > 0;
}

async function mirrorRefundPayment(
  tx: Db,
  row: RefundRow,
  processorRefundId: string,
  at: Date,
): Promise<void> {
  const [paid] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.firmId, row.firmId), eq(payments.transactionId, row.transactionId)));
  if (paid === undefined) throw new Error(`The payment ${row.transactionId} of refund ${row.id} is missing`);
  await tx
    .insert(payments)
    .values({
      ...paid,
      transactionId: asId<TransactionId>(processorRefundId),
      type: 'refund',
      status: 'pending',
      createdAt: at,
      settledAt: null,
      disputed: false,
      refundedElsewhere: false,
      refundOf: row.transactionId,
    })
    .onConflictDoNothing();
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
