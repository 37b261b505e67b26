// Looks at refunds that succeeded and can still fail (B6): a late failure is found where no webhook came, and where the
// processor has no list of changes. A look only tells the refund's workflow to ask, as a webhook does.
import { log } from '@temporalio/activity';
import { recordTrace } from '@makewhole/db/refunds/record-trace';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/refund-view';
import { listRefundsToLookAt, setNextLook } from '@makewhole/db/refunds/watch-paid';
import type { RefundKey } from '@makewhole/db/lock-refund';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundId } from '@makewhole/domain/ids';
import { judgeRecord } from '@makewhole/domain/processor-record';
import { nextLook } from '@makewhole/domain/watch-days';
import { safeError } from '@makewhole/runtime/safe-error';
import type { WorkerDependencies } from './dependencies.ts';
import { signalRefund } from './signal-refund.ts';
import { unavailable } from './unavailable.ts';
import { passOver } from './walk-connections.ts';

export type PaidLookedAt = {
  readonly looked: number;
  /** Of these the processor says something else than success. */
  readonly changed: number;
  readonly failed: number;
  /** Null if these were the last ones. */
  readonly after: RefundId | null;
};

type Page = { readonly at: Instant; readonly after: RefundId | null; readonly limit: number };

/** Looks at the next page of those that are due. One that cannot be asked for stays due, and delays no other. */
export const lookAtPaid =
  (dependencies: WorkerDependencies) =>
  async ({ at, after, limit }: Page): Promise<PaidLookedAt> => {
    const due = await listRefundsToLookAt(dependencies.db, { at: new Date(at), after, limit });
    let [looked, changed, failed] = [0, 0, 0];
    for (const refund of due) {
      try {
        if (await look(dependencies, refund, new Date(at))) changed += 1;
        looked += 1;
      } catch (error) {
        failed += 1;
        log.error('A refund that was paid could not be looked at', { ...refund, error: safeError(error) });
      }
    }
    return { looked, changed, failed, after: due.length < limit ? null : (due.at(-1)?.refundId ?? null) };
  };

/** @returns whether the refund is not what it was */
async function look(dependencies: WorkerDependencies, key: RefundKey, at: Date): Promise<boolean> {
  const { db, processor } = dependencies;
  const refund = await findRefundFacts(db, key);
  const { connection, transactionId, processorRefundId, settledAt } = refund;
  if (processorRefundId === null || settledAt === null) return false;
  const { watchDays } = await processor.capabilitiesOf({ connectionId: connection.id });
  const answer = await processor.getRefund({
    ...{ connectionId: connection.id, transactionId, refundId: processorRefundId },
  });
  if (answer.kind === 'unavailable') {
    // A broken connection is its owner's task already; the refund stays due.
    await passOver(db, connection, answer);
    return false;
  }
  if (answer.kind !== 'found') throw unavailable(answer);
  const isStillPaid = await keepSuccess(dependencies, refund, answer.refund);
  if (!isStillPaid) await signalRefund(dependencies, key);
  // Where its last day was over before this night, this look was the last one.
  const next = nextLook({ settledAt, lookedAt: at, watchDays: watchDays[refund.method] });
  await setNextLook(db, key, next);
  return !isStillPaid;
}

async function keepSuccess(
  { db }: WorkerDependencies,
  refund: RefundFacts,
  found: Parameters<typeof judgeRecord>[1] & {
    readonly trace: { readonly value: string | null } | null;
  },
): Promise<boolean> {
  if (found.status !== 'succeeded' || !judgeRecord(refund, found).isSameMoney) return false;
  const traceNumber = found.trace?.value ?? null;
  const { firmId, id: refundId } = refund;
  if (traceNumber !== null) await recordTrace(db, { firmId, refundId }, traceNumber, new Date());
  return true;
}
