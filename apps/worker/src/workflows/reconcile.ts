// Reconciliation with the payment processor (B12): of one firm, page by page, and, every night, of all of them.
import {
  CancellationScope,
  ChildWorkflowFailure,
  ParentClosePolicy,
  condition,
  continueAsNew,
  executeChild,
  patched,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';
import {
  RECONCILE_ENDED_AFTER,
  RECONCILE_STAGES,
  reconcileWorkflowId,
  type ReconcileInput,
  type ReconcilePlace,
  type ReconcileStage,
} from '@makewhole/domain/contracts/reconciliation';
import type { RefundActivities } from '../activities/create-activities.ts';

const RETRY = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;

/** The record in Postgres: worth waiting for. */
const record = proxyActivities<RefundActivities>({
  startToCloseTimeout: '40 seconds',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: RETRY,
});

/** A page asks the payment processor up to a hundred times, and twice about what differs. */
const page = proxyActivities<RefundActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '30 minutes',
  retry: RETRY,
});

export type ReconcileResult = Pick<ReconcilePlace, 'refundsHere' | 'refundsThere' | 'missed'>;

/**
 * Checks everything that may have happened to a firm's refunds since the last run. A run that cannot see all of it
 * fails; where only a broken connection is in the way, after it looked at the others.
 */
export async function reconcile(input: ReconcileInput): Promise<ReconcileResult> {
  let place = input.place ?? null;
  try {
    place ??= beginning(await record.startReconciliation(input));
    while (place.stage !== 'done' && !workflowInfo().continueAsNewSuggested) {
      place = await lookAtPage(input, place.stage, place);
    }
    if (place.stage === 'done') await finish(input, place.missed === true ? 'failed' : 'complete', place);
  } catch (error) {
    // Recorded even when an operator ends the run: the next one then begins where this one did.
    await CancellationScope.nonCancellable(() => finish(input, 'failed', place));
    throw error;
  }
  if (place.stage === 'done') return { ...countsOf(place), ...ifMissed(place) };
  return continueAsNew<typeof reconcile>({ ...input, place });
}

/** For how many firms the run is missing: it failed, took too long, or another one of that firm was running. */
export type NightResult = { readonly reconciled: number; readonly leftOut: number };

const FIRMS_AT_ONCE = 10;
/** A firm whose run takes longer frees its slot for the next one, and continues in the background. */
const PLACE_HELD_FOR = '1 hour';

/** Run by a Temporal Schedule, every night: reconciles each firm; one that fails or hangs does not delay the others. */
export async function reconcileAll(
  after: FirmId | null = null,
  before: NightResult = { reconciled: 0, leftOut: 0 },
): Promise<NightResult> {
  // Nights that began before this patch wait for ten firms together, and for each as long as it takes.
  const inLanes = patched('night-in-lanes');
  let { reconciled, leftOut } = before;
  let next = after;
  let underWay = 0;
  const take = async (run: FirmRun) => {
    underWay += 1;
    const isDone = await reconcileFirm({ ...run, requestedBy: null }, inLanes);
    underWay -= 1;
    if (isDone) reconciled += 1;
    else leftOut += 1;
  };
  const taken: Promise<void>[] = [];
  do {
    const firms = await record.listFirmsToReconcile({ after: next, limit: FIRMS_AT_ONCE });
    for (const run of firms.runs) {
      if (inLanes) await condition(() => underWay < FIRMS_AT_ONCE);
      const one = take(run);
      // Whatever ends the night is thrown below, where all are awaited.
      one.catch(() => undefined);
      taken.push(one);
    }
    if (!inLanes) await Promise.all(taken);
    next = firms.after;
  } while (next !== null && !workflowInfo().continueAsNewSuggested);
  await Promise.all(taken);
  if (next === null) return { reconciled, leftOut };
  return continueAsNew<typeof reconcileAll>(next, { reconciled, leftOut });
}

type FirmRun = Omit<ReconcileInput, 'requestedBy'>;

/** @returns false if it failed, could not begin, or no longer holds its slot */
async function reconcileFirm(input: ReconcileInput, inLanes: boolean): Promise<boolean> {
  let outcome: boolean | null = null;
  const run = runOf(input, inLanes).then((isDone) => {
    outcome = isDone;
    return isDone;
  });
  if (!inLanes) return run;
  run.catch(() => undefined);
  const summary = 'It gives its place to the next firm';
  return (await condition(() => outcome !== null, PLACE_HELD_FOR, { summary })) ? run : false;
}

async function runOf(input: ReconcileInput, inLanes: boolean): Promise<boolean> {
  try {
    const { missed } = await executeChild(reconcile, {
      workflowId: reconcileWorkflowId(input.firmId),
      args: [input],
      workflowExecutionTimeout: RECONCILE_ENDED_AFTER,
      // A run that outlasts the night does not end with it.
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
    return missed !== true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    if (inLanes) await saysThatItFailed(input);
    return false;
  }
}

/** For a run that timed out or was terminated and could not report itself; any other has done both already. */
async function saysThatItFailed(input: ReconcileInput): Promise<void> {
  await record.startReconciliation(input);
  await finish(input, 'failed', null);
}

function beginning(since: Instant): ReconcilePlace {
  return { stage: RECONCILE_STAGES[0], cursor: null, since, refundsHere: 0, refundsThere: 0 };
}

async function lookAtPage(
  { firmId, reconciliationId }: ReconcileInput,
  stage: ReconcileStage,
  place: ReconcilePlace,
): Promise<ReconcilePlace> {
  const { cursor, since } = place;
  const looked = await page.reconcilePage({ firmId, reconciliationId, stage, cursor, since });
  const stageAfter = RECONCILE_STAGES[RECONCILE_STAGES.indexOf(stage) + 1] ?? 'done';
  return {
    stage: looked.nextCursor === null ? stageAfter : stage,
    cursor: looked.nextCursor,
    since,
    refundsHere: place.refundsHere + looked.refundsHere,
    refundsThere: place.refundsThere + looked.refundsThere,
    ...ifMissed({ missed: looked.missed ?? place.missed }),
  };
}

function ifMissed({ missed }: { readonly missed?: true | undefined }): Pick<ReconcilePlace, 'missed'> {
  return missed === undefined ? {} : { missed };
}

function finish(
  { firmId, reconciliationId }: ReconcileInput,
  outcome: 'complete' | 'failed',
  place: ReconcilePlace | null,
): Promise<void> {
  const counts = countsOf(place ?? { refundsHere: 0, refundsThere: 0 });
  return record.finishReconciliation({ firmId, reconciliationId, outcome, ...counts });
}

function countsOf({
  refundsHere,
  refundsThere,
}: ReconcileResult): Pick<ReconcileResult, 'refundsHere' | 'refundsThere'> {
  return { refundsHere, refundsThere };
}
