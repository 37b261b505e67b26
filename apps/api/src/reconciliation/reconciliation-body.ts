import type { DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import type { ReconciliationView } from '@makewhole/db/reconciliation/list-reconciliations';
import type { DifferenceBody, ReconciliationBody } from './schemas.ts';

export function reconciliationBody(run: ReconciliationView): ReconciliationBody {
  const { id, requestedBy, since, startedAt, result, isNewest, differenceCount } = run;
  return {
    id,
    status: result?.outcome ?? (isNewest ? 'running' : 'failed'),
    requestedBy,
    since: since.toISOString(),
    startedAt: startedAt.toISOString(),
    finishedAt: result?.finishedAt.toISOString() ?? null,
    refundsHere: result?.refundsHere ?? 0,
    refundsThere: result?.refundsThere ?? 0,
    differenceCount,
  };
}

export function differenceBody(difference: DifferenceView): DifferenceBody {
  const { id, kind, status, transactionId, refundId, processorRefundId, explanation } = difference;
  const { foundAt, settledAt, settledBy, note } = difference;
  return {
    id,
    kind,
    status,
    transactionId,
    refundId,
    processorRefundId,
    explanation,
    foundAt: foundAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    settledBy,
    note,
  };
}
