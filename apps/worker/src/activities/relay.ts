// What the sweep does: whatever could not be told to Temporal at once, because it was away, is told now.
import { ApplicationFailure, Context, log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { forgetOldAnswers as forget } from '@makewhole/db/exchange/forget-old-answers';
import {
  listUnhandledProcessorEvents,
  markProcessorEventHandled,
} from '@makewhole/db/exchange/unhandled-processor-events';
import { endUnfollowedEvent } from '@makewhole/db/exchange/end-unfollowed-event';
import type { Db } from '@makewhole/db/connect';
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
import {
  startAccountEmailWorkflow,
  startResendWorkflow,
  startVoidWorkflow,
} from '@makewhole/runtime/start-workflows';
import { safeError } from '@makewhole/runtime/safe-error';
import { startDeliveries } from '../webhooks/start-deliveries.ts';
import type { Dependencies } from './dependencies.ts';

/** Younger ones are being started by the API right now. */
const STRANDED_AFTER_MS = 5_000;
/** How far back ended workflows are looked for: the sweep comes every minute, and outages are shorter. */
const ENDED_WITHIN_MS = 24 * 3_600_000;
const BATCH_MAX = 200;

export type RelayDependencies = Dependencies & { readonly temporal: Client; readonly taskQueue: string };
type Starter = Pick<RelayDependencies, 'db' | 'temporal' | 'taskQueue'>;

/** Something that is noted with its own workflow still to be started, as the sweep looks for it. */
type Strandable<Input> = {
  /** What is said of those that could not be started. */
  readonly failure: string;
  readonly list: (db: Db, within: { readonly before: Date; readonly limit: number }) => Promise<Input[]>;
  readonly start: (temporal: Client, taskQueue: string, input: Input) => Promise<string>;
  readonly markStarted: (db: Db, input: Input, runId: string) => Promise<void>;
};

const STRANDABLE = [
  strandable({
    failure: 'refunds could not be started',
    list: listStranded,
    start: startRefundWorkflow,
    markStarted: markWorkflowStarted,
  }),
  strandable({
    failure: 'voids could not be started',
    list: listStrandedVoids,
    start: startVoidWorkflow,
    markStarted: markVoidStarted,
  }),
  strandable({
    failure: 'account emails could not be started',
    list: listStrandedAccountEmails,
    start: startAccountEmailWorkflow,
    markStarted: markAccountEmailStarted,
  }),
  strandable({
    failure: 'emails could not be sent again',
    list: listStrandedResends,
    start: startResendWorkflow,
    markStarted: markResendStarted,
  }),
];

/**
 * Starts the workflows of what was noted and not started: refunds, voids, emails and webhooks. Where those of one sort
 * fail, the others are started all the same. @returns how many
 */
export const startStranded = (dependencies: Starter) => async (): Promise<number> => {
  const before = new Date(Date.now() - STRANDED_AFTER_MS);
  const failures: unknown[] = [];
  let started = 0;
  for (const startThose of [...STRANDABLE, startDeliveries]) {
    started += await startThose(dependencies, before).catch((error: unknown) => {
      failures.push(error);
      return 0;
    });
  }
  if (failures.length > 0) throw failures[0];
  return started;
};

function strandable<Input>({ failure, list, start, markStarted }: Strandable<Input>) {
  return async ({ db, temporal, taskQueue }: Starter, before: Date): Promise<number> => {
    const stranded = await list(db, { before, limit: BATCH_MAX });
    return forEach(failure, stranded, async (input) => {
      await markStarted(db, input, await start(temporal, taskQueue, input));
    });
  };
}

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
