// Whether a refund's workflow is known to run. Temporal may be away when a refund is noted: what is not marked here is
// found and started by the sweep, and a second start of the same refund is refused by Temporal itself (B1).
import { and, asc, eq, inArray, isNull, lt } from 'drizzle-orm';
import type { RefundWorkflowInput } from '@makewhole/domain/workflow-contract';
import type { Leg } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import type { RefundKey, RefundRow } from './lock-refund.ts';
import { findLegs } from './move-money.ts';
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

/** Refunds noted before an instant whose workflow is not known to run, oldest first, `limit` at most. */
export async function listStranded(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<RefundWorkflowInput[]> {
  const rows = await db
    .select()
    .from(refunds)
    .where(and(isNull(refunds.workflowRunId), isNull(refunds.closedAt), lt(refunds.requestedAt, before)))
    .orderBy(asc(refunds.requestedAt))
    .limit(limit);
  return inputsOf(db, rows);
}

/** Those of these refunds that are not closed. */
export async function listOpenRefunds(
  db: Db,
  ids: readonly Pick<RefundKey, 'refundId'>[],
): Promise<RefundWorkflowInput[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(refunds)
    .where(
      and(
        isNull(refunds.closedAt),
        inArray(
          refunds.id,
          ids.map(({ refundId }) => refundId),
        ),
      ),
    );
  return inputsOf(db, rows);
}

async function inputsOf(db: Db, rows: readonly RefundRow[]): Promise<RefundWorkflowInput[]> {
  const inputs: RefundWorkflowInput[] = [];
  for (const row of rows) {
    const legs = await findLegs(db, { firmId: row.firmId, refundId: row.id });
    inputs.push(workflowInputOf({ ...row, legs }));
  }
  return inputs;
}

function accountOf(legs: readonly Leg[]): RefundWorkflowInput['account'] {
  return legs.length > 1 ? 'split' : (legs[0]?.account ?? 'operating');
}
