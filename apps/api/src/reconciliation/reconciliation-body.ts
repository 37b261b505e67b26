import type { DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import type { ReconciliationView } from '@makewhole/db/reconciliation/list-reconciliations';
import type { Caller } from '../context.ts';
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

type Reader = Pick<Caller, 'may'>;

export function differenceBody(difference: DifferenceView, reader: Reader): DifferenceBody {
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
    note: mayReadExplanations(reader) ? note : null,
  };
}

export function differenceBodies(differences: readonly DifferenceView[], reader: Reader): DifferenceBody[] {
  return differences.map((difference) => differenceBody(difference, reader));
}

/** Explanations are for people who explain differences or read the firm's internal notes. */
function mayReadExplanations(reader: Reader): boolean {
  return reader.may('reconciliation.manage') || reader.may('refund.read_internal_note');
}
