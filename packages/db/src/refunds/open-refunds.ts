// A refund is open from its request until it is closed, and a workflow runs it until then. Temporal may be down when a
// refund is recorded: the sweep starts whatever is not marked as started, and Temporal itself refuses a second start
// of the same refund (B1).
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { Leg } from '@makewhole/domain/payments';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import { lockRefund, refundKeyOf, type RefundKey, type RefundRow } from '../lock-refund.ts';
import type { RefundView } from './refund-view.ts';
import { balanceOf, hasSameKey, type Posting } from '@makewhole/domain/postings';
import { isTerminal } from '@makewhole/domain/refund-states';
import { acceptancePostings } from '@makewhole/domain/trust-disbursements';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { findLegs } from '../ledger/refund-postings.ts';
import { findOpen, type OpenObligation } from '../obligations/open-and-complete.ts';
import { findPostings } from '../ledger/post-entries.ts';

/** The input that starts a refund's workflow. */
export function workflowInputOf(
  refund: Pick<RefundView, 'firmId' | 'id' | 'transactionId' | 'method' | 'amount' | 'currency'> & {
    readonly legs: readonly Leg[];
  },
): RefundWorkflowInput {
  const { firmId, id, transactionId, method, amount, currency, legs } = refund;
  return { firmId, refundId: id, transactionId, method, amount, currency, account: accountOf(legs) };
}

/** Records the run ID of its workflow. */
export async function markWorkflowStarted(
  db: Db,
  { firmId, refundId }: RefundKey,
  runId: string,
): Promise<void> {
  await db
    .update(refunds)
    .set({ workflowRunId: runId })
    .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
}

/** Refunds that are not closed. */
export async function listOpenRefunds(db: Db, page: OpenWorkPage): Promise<RefundWorkflowInput[]> {
  const { id, workflowRunId, requestedAt, closedAt } = refunds;
  const rows = await db
    .select()
    .from(refunds)
    .where(and(isNull(closedAt), onPage({ id, runId: workflowRunId, recordedAt: requestedAt }, page)))
    .orderBy(asc(id))
    .limit(page.limit);
  return inputsOf(db, rows);
}

async function inputsOf(db: Db, rows: readonly RefundRow[]): Promise<RefundWorkflowInput[]> {
  if (rows.length === 0) return [];
  const { refundId, account, amount } = refundLegs;
  const ids = rows.map(({ id }) => id);
  const legs = await db.select({ refundId, account, amount }).from(refundLegs).where(inArray(refundId, ids));
  return rows.map((row) => workflowInputOf({ ...row, legs: legs.filter((leg) => leg.refundId === row.id) }));
}

function accountOf(legs: readonly Leg[]): RefundWorkflowInput['account'] {
  return legs.length > 1 ? 'split' : (legs[0]?.account ?? 'operating');
}

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly obligations: readonly OpenObligation[];
      /** What is left in the refund's clearing account, minor units. */
      readonly clearing: number;
    };

/** Closes a refund, but only if it is terminal, owes nothing, is booked and its clearing is exactly zero (B5, B10). */
export function closeRefund(db: Db, refund: RefundKey, at: Date): Promise<CloseOutcome> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.closedAt !== null) return { kind: 'closed' };
    // It has reached its end: it is no longer stuck.
    if (isTerminal(row.status)) await completeAttention(tx, refund, 'stuck', { actor: ENGINE, at });
    const open = await findOpen(tx, refund);
    const postings = await findPostings(tx, refund.firmId, [refund.refundId]);
    const clearing = balanceOf(postings, 'refunds_clearing');
    const isBooked = row.status !== 'succeeded' || (await isDebited(tx, row, postings));
    if (!isTerminal(row.status) || open.length > 0 || clearing !== 0 || !isBooked) {
      return { kind: 'open', obligations: open, clearing };
    }
    await tx.update(refunds).set({ closedAt: at }).where(eq(refunds.id, row.id));
    await appendEvent(tx, refund, { type: 'refund.closed', actor: ENGINE, at, data: { status: row.status } });
    return { kind: 'closed' };
  });
}

/**
 * Whether every leg left the account that it is drawn on (R5). A zero clearing account is not enough: it is zero when nothing
 * was booked, too.
 */
async function isDebited(tx: Db, row: RefundRow, postings: readonly Posting[]): Promise<boolean> {
  const legs = await findLegs(tx, refundKeyOf(row));
  return acceptancePostings(legs, row.matterId).every((debit) =>
    postings.some((posting) => hasSameKey(posting, debit)),
  );
}
