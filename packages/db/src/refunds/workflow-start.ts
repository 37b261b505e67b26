// Whether a refund's workflow is known to run. Temporal may be away when a refund is noted: what is not marked here is
// found and started by the sweep, and a second start of the same refund is refused by Temporal itself (B1).
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { Leg } from '@makewhole/domain/payments';
import { onPage, type CarriedPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import type { RefundView } from './refund-view.ts';

/** What the workflow of a refund is started with. */
export function workflowInputOf(
  refund: Pick<RefundView, 'firmId' | 'id' | 'transactionId' | 'method' | 'amount' | 'currency' | 'legs'>,
): RefundWorkflowInput {
  const { firmId, id, transactionId, method, amount, currency, legs } = refund;
  return { firmId, refundId: id, transactionId, method, amount, currency, account: accountOf(legs) };
}

/** Notes the run that carries the refund. */
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
export async function listCarriedRefunds(db: Db, page: CarriedPage): Promise<RefundWorkflowInput[]> {
  const { id, workflowRunId, requestedAt, closedAt } = refunds;
  const rows = await db
    .select()
    .from(refunds)
    .where(and(isNull(closedAt), onPage({ id, runId: workflowRunId, notedAt: requestedAt }, page)))
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
