// What the sweep does: whatever could not be told to Temporal at once, because it was away, is told now.
import { ApplicationFailure, Context, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { forgetOldAnswers as forget } from '@makewhole/db/exchange/forget-old-answers';
import {
  listUnhandledProcessorEvents,
  markProcessorEventHandled,
} from '@makewhole/db/exchange/unhandled-processor-events';
import { endUnfollowedEvent } from '@makewhole/db/exchange/end-unfollowed-event';
import type { RefundWorkflowInput } from '@makewhole/domain/workflow-contract';
import { listOpenRefunds, listStranded, markWorkflowStarted } from '@makewhole/db/refunds/workflow-start';
import { listStrandedAccountEmails, markAccountEmailStarted } from '@makewhole/db/people/account-email-start';
import { listStrandedResends, markResendStarted } from '@makewhole/db/refunds/resend-notification';
import { listStrandedVoids, markVoidStarted } from '@makewhole/db/voids/void-workflow-start';
import {
  listEndedRefunds,
  resumeRefundWorkflow,
  signalProcessorReported,
  startRefundWorkflow,
} from '@makewhole/runtime/refund-workflows';
import { startAccountEmailWorkflow } from '@makewhole/runtime/account-email-workflow';
import { startResendWorkflow } from '@makewhole/runtime/resend-workflow';
import { startVoidWorkflow } from '@makewhole/runtime/void-workflow';
import { safeError } from '@makewhole/runtime/safe-error';
import { startDeliveries } from '../webhooks/start-deliveries.ts';
import type { Dependencies } from './dependencies.ts';

/** Younger ones are being started by the API right now. */
const STRANDED_AFTER_MS = 5_000;
/** How far back ended workflows are looked for: the sweep comes every minute, and outages are shorter. */
const ENDED_WITHIN_MS = 24 * 3_600_000;
const BATCH_MAX = 200;

export type RelayDependencies = Dependencies & { readonly temporal: Client; readonly taskQueue: string };

/** Starts the workflows of what was noted and not started: refunds, voids, emails and webhooks. @returns how many */
export const startStranded = (dependencies: RelayDependencies) => async (): Promise<number> => {
  const { db, temporal, taskQueue } = dependencies;
  const before = new Date(Date.now() - STRANDED_AFTER_MS);
  const stranded = await listStranded(db, { before, limit: BATCH_MAX });
  const refunds = await forEach('refunds could not be started', stranded, async (refund) => {
    const runId = await startRefundWorkflow(temporal, taskQueue, refund);
    await markWorkflowStarted(db, refund, runId);
  });
  const strandedVoids = await listStrandedVoids(db, { before, limit: BATCH_MAX });
  const voids = await forEach('voids could not be started', strandedVoids, async (input) => {
    await markVoidStarted(db, input, await startVoidWorkflow(temporal, taskQueue, input));
  });
  const strandedEmails = await listStrandedAccountEmails(db, { before, limit: BATCH_MAX });
  const emails = await forEach('account emails could not be started', strandedEmails, async (input) => {
    await markAccountEmailStarted(db, input, await startAccountEmailWorkflow(temporal, taskQueue, input));
  });
  const strandedResends = await listStrandedResends(db, { before, limit: BATCH_MAX });
  const resends = await forEach('emails could not be sent again', strandedResends, async (input) => {
    await markResendStarted(db, input, await startResendWorkflow(temporal, taskQueue, input));
  });
  return refunds + voids + emails + resends + (await startDeliveries(dependencies));
};

/**
 * Starts refunds anew whose workflow was terminated, canceled or failed before they were closed: whatever ended it, the
 * refund goes on from what its row says. @returns how many
 */
export const restartEnded =
  ({ db, temporal, taskQueue }: RelayDependencies) =>
  async (): Promise<number> => {
    const ended = await listEndedRefunds(temporal, {
      since: new Date(Date.now() - ENDED_WITHIN_MS),
      limit: BATCH_MAX,
    });
    const open = await listOpenRefunds(db, ended);
    return forEach('refunds could not be started again', open, async (refund) => {
      const runId = await startRefundWorkflow(temporal, taskQueue, refund);
      await markWorkflowStarted(db, refund, runId);
    });
  };

/** Tells the workflows of refunds what the processor reported while they could not be told. @returns how many reports */
export const relayProcessorEvents =
  ({ db, temporal, taskQueue }: RelayDependencies) =>
  async (): Promise<number> => {
    const resume = (refund: RefundWorkflowInput) => resumeRefundWorkflow(temporal, taskQueue, refund);
    const events = await listUnhandledProcessorEvents(db, BATCH_MAX);
    return forEach('reports could not be passed on', events, async (event) => {
      const told = await signalProcessorReported(temporal, event);
      if (told === 'told') await markProcessorEventHandled(db, event.id, new Date());
      else await endUnfollowedEvent(db, event, new Date(), resume);
    });
  };

/** Forgets saved answers that are past their thirty days. @returns how many */
export const forgetOldAnswers =
  ({ db }: RelayDependencies) =>
  (): Promise<number> =>
    forget(db, { now: new Date(), limit: BATCH_MAX });

/** Does each, one that fails not holding up the others; then fails, for the operator to see, if any did. */
async function forEach<Item>(
  failure: string,
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<number> {
  let failed = 0;
  for (const item of items) {
    await act(item).catch((error: unknown) => {
      failed += 1;
      log.error(failure, { error: safeError(error) });
    });
    Context.current().heartbeat();
  }
  if (failed > 0)
    throw ApplicationFailure.nonRetryable(`${failed} of ${items.length} ${failure}`, 'sweep_incomplete');
  return items.length;
}
