// Detects refunds that stand still before the processor has them (B11, B14): past its promised date a refund is late,
// and after an hour without movement it is stuck. Both raise attention in the database, whatever the workflow can
// still do.
import { and, eq, inArray, isNull, lt, not, notExists, sql } from 'drizzle-orm';
import { bankDateOf, isSlowToBeSent } from '@makewhole/domain/bank-calendar';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { postings } from '../schema/ledger.ts';
import { obligations } from '../schema/obligations.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { raiseAttention } from './attention.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';

const BEFORE_ACCEPTANCE: readonly RefundStatus[] = [
  'requested',
  'awaiting_approval',
  'submitting',
  'outcome_unknown',
];
/** Only the engine has to act in these; in the other early statuses the refund waits for a person or the processor. */
const ENGINE_ACTS: readonly RefundStatus[] = ['requested', 'submitting'];
const STUCK_AFTER_MS = 3_600_000;
/** Five bank days are never less than this, from a Sunday night to a Friday morning: the rows that are left are counted. */
const SLOW_AT_LEAST_MS = 4 * 24 * 3_600_000;

type Limits = { readonly now: Date; readonly limit: number };

/**
 * Flags refunds that are late before acceptance, not sent for too long, or stuck.
 * @returns how many refunds it flagged
 */
export async function flagStanding(db: Db, limits: Limits): Promise<number> {
  const late = await listLate(db, limits);
  for (const refund of late) {
    await markLateBeforeAcceptance(db, refund, limits.now);
    await raiseAttention(db, refund, { cause: 'late', at: limits.now });
  }
  const unsent = await listNotSent(db, limits);
  for (const refund of unsent) await raiseAttention(db, refund, { cause: 'not_sent', at: limits.now });
  const stuck = await listStuck(db, limits);
  for (const refund of stuck) await raiseAttention(db, refund, { cause: 'stuck', at: limits.now });
  return late.length + unsent.length + stuck.length;
}

const REFUND_KEY = { firmId: refunds.firmId, refundId: refunds.id };

function listLate(db: Db, { now, limit }: Limits): Promise<RefundKey[]> {
  return db
    .select(REFUND_KEY)
    .from(refunds)
    .where(
      and(
        isNull(refunds.closedAt),
        inArray(refunds.status, [...BEFORE_ACCEPTANCE]),
        eq(refunds.late, false),
        lt(refunds.expectedLatest, bankDateOf(now.toISOString())),
      ),
    )
    .limit(limit);
}

/** Nobody has been told yet that they wait for the processor for so many bank days since the request. */
async function listNotSent(db: Db, { now, limit }: Limits): Promise<RefundKey[]> {
  const rows = await db
    .select({ ...REFUND_KEY, requestedAt: refunds.requestedAt })
    .from(refunds)
    .where(
      and(
        isNull(refunds.closedAt),
        inArray(refunds.status, [...BEFORE_ACCEPTANCE]),
        lt(refunds.requestedAt, new Date(now.getTime() - SLOW_AT_LEAST_MS)),
        notExists(
          db
            .select({ one: sql`1` })
            .from(obligations)
            .where(
              and(
                eq(obligations.firmId, refunds.firmId),
                eq(obligations.refundId, refunds.id),
                eq(obligations.kind, 'attention'),
                eq(obligations.subject, 'not_sent'),
              ),
            ),
        ),
      ),
    )
    .orderBy(refunds.requestedAt)
    .limit(limit);
  return rows.filter(({ requestedAt }) => isSlowToBeSent(requestedAt.toISOString(), now.toISOString()));
}

function markLateBeforeAcceptance(db: Db, refund: RefundKey, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.late || !BEFORE_ACCEPTANCE.includes(row.status)) return;
    await tx.update(refunds).set({ late: true }).where(eq(refunds.id, row.id));
    const data = { expectedLatest: row.expectedLatest };
    await appendEvent(tx, refund, { type: 'refund.late', actor: ENGINE, at, data });
  });
}

/** With the engine, or accepted and not booked, with nothing new for an hour, and no attention raised yet. */
function listStuck(db: Db, { now, limit }: Limits): Promise<RefundKey[]> {
  const before = new Date(now.getTime() - STUCK_AFTER_MS);
  const isDebited = sql`EXISTS (SELECT FROM ${postings} WHERE ${and(
    eq(postings.firmId, refunds.firmId),
    eq(postings.refundId, refunds.id),
    inArray(postings.step, ['operating_debit', 'trust_disbursement']),
  )})`;
  const isAsked = sql`EXISTS (SELECT FROM obligations o WHERE o.firm_id = ${refunds.firmId} AND o.refund_id = ${refunds.id}
    AND o.kind = 'attention' AND o.subject = 'stuck' AND o.status = 'open')`;
  return db
    .select(REFUND_KEY)
    .from(refunds)
    .innerJoin(
      refundEvents,
      and(
        eq(refundEvents.firmId, refunds.firmId),
        eq(refundEvents.refundId, refunds.id),
        eq(refundEvents.seq, refunds.version),
      ),
    )
    .where(
      and(
        isNull(refunds.closedAt),
        lt(refundEvents.at, before),
        sql`(${inArray(refunds.status, [...ENGINE_ACTS])} OR (${inArray(refunds.status, ['processing', 'succeeded'])} AND ${not(isDebited)}))`,
        not(isAsked),
      ),
    )
    .limit(limit);
}
