// Open work: every row that has a workflow of its own until it ends. Until a row ends, its workflow must run: one that
// never started is started, one that ended before its row is started again and continues from the row. All of it, page
// by page, however much and however old (B17).
import type { Client } from '@temporalio/client';
import type { OpenWorkPage } from '@makewhole/db/open-work-page';
import type { Db } from '@makewhole/db/connect';
import { listOpenAccountEmails, markAccountEmailStarted } from '@makewhole/db/users/account-email-start';
import { listOpenResends, markResendStarted } from '@makewhole/db/notifications/resend-notification';
import { listOpenRefunds, markWorkflowStarted } from '@makewhole/db/refunds/open-refunds';
import { listOpenSyncs, markSyncStarted } from '@makewhole/db/sync/open-syncs';
import { listOpenVoids, markVoidStarted } from '@makewhole/db/voids/void-workflow-start';
import { listOpenDeliveries, markDeliveryStarted } from '@makewhole/db/webhooks/delivery-attempts';
import { ACCOUNT_EMAIL_WORKFLOW, accountEmailWorkflowId } from '@makewhole/domain/contracts/account-email';
import { RESEND_WORKFLOW, resendWorkflowId } from '@makewhole/domain/contracts/resend-email';
import { SYNC_WORKFLOW, syncIdOf, syncWorkflowId } from '@makewhole/domain/contracts/processor-sync';
import { VOID_WORKFLOW, voidWorkflowId } from '@makewhole/domain/contracts/void';
import { WEBHOOK_WORKFLOW, webhookWorkflowId } from '@makewhole/domain/contracts/webhook-delivery';
import { REFUND_WORKFLOW, refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { resumeRefundWorkflow, startRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { describeWorkflow, listRunning } from '@makewhole/temporal/running-workflows';
import type { ReusePolicy } from '@makewhole/temporal/start-once';
import {
  startAccountEmailWorkflow,
  startResendWorkflow,
  startSyncWorkflow,
  startVoidWorkflow,
  startWebhookWorkflow,
} from '@makewhole/temporal/start-workflows';
import { NOTHING_DONE, added, eachItem, type Outcome } from './each-item.ts';

export type Engine = { readonly db: Db; readonly temporal: Client; readonly taskQueue: string };

/** One kind of open work. */
export type OpenWork = {
  /** Its name in a log. */
  readonly name: string;
  /** Starts the workflows of rows without a known workflow that were recorded before an instant, or at any time. */
  readonly startStranded: (engine: Engine, before: Date | null) => Promise<Outcome>;
  /** Restarts those whose workflow ended, or was ended, before their row. */
  readonly restartEnded: (engine: Engine) => Promise<Outcome>;
};

export const DELIVERIES = openWork({
  name: 'webhook deliveries',
  workflowType: WEBHOOK_WORKFLOW,
  rowIdOf: ({ deliveryId }) => deliveryId,
  workflowIdOf: webhookWorkflowId,
  list: listOpenDeliveries,
  start: startWebhookWorkflow,
  markStarted: markDeliveryStarted,
});

export const OPEN_WORK: readonly OpenWork[] = [
  openWork({
    name: 'refunds',
    workflowType: REFUND_WORKFLOW,
    rowIdOf: ({ refundId }) => refundId,
    workflowIdOf: ({ transactionId, refundId }) => refundWorkflowId({ transactionId, id: refundId }),
    list: listOpenRefunds,
    start: (temporal, taskQueue, refund, reusePolicy) =>
      reusePolicy === 'ALLOW_DUPLICATE'
        ? resumeRefundWorkflow(temporal, taskQueue, refund)
        : startRefundWorkflow(temporal, taskQueue, refund),
    markStarted: markWorkflowStarted,
  }),
  openWork({
    name: 'voids',
    workflowType: VOID_WORKFLOW,
    rowIdOf: ({ voidId }) => voidId,
    workflowIdOf: voidWorkflowId,
    list: listOpenVoids,
    start: startVoidWorkflow,
    markStarted: markVoidStarted,
  }),
  openWork({
    name: 'account emails',
    workflowType: ACCOUNT_EMAIL_WORKFLOW,
    rowIdOf: ({ emailId }) => emailId,
    workflowIdOf: accountEmailWorkflowId,
    list: listOpenAccountEmails,
    start: startAccountEmailWorkflow,
    markStarted: markAccountEmailStarted,
  }),
  openWork({
    name: 'emails to be sent again',
    workflowType: RESEND_WORKFLOW,
    rowIdOf: ({ notificationId }) => notificationId,
    workflowIdOf: resendWorkflowId,
    list: listOpenResends,
    start: startResendWorkflow,
    markStarted: markResendStarted,
  }),
  DELIVERIES,
  openWork({
    name: 'syncs of connections',
    workflowType: SYNC_WORKFLOW,
    rowIdOf: syncIdOf,
    workflowIdOf: syncWorkflowId,
    list: listOpenSyncs,
    start: startSyncWorkflow,
    markStarted: markSyncStarted,
  }),
];

type WorkSource<Input> = {
  readonly name: string;
  readonly workflowType: string;
  readonly rowIdOf: (input: Input) => string;
  readonly workflowIdOf: (input: Input) => string;
  readonly list: (db: Db, page: OpenWorkPage) => Promise<Input[]>;
  readonly start: (
    temporal: Client,
    taskQueue: string,
    input: Input,
    reusePolicy: ReusePolicy,
  ) => Promise<string>;
  readonly markStarted: (db: Db, input: Input, runId: string) => Promise<void>;
};

const PAGE_ROWS = 200;

function openWork<Input>(by: WorkSource<Input>): OpenWork {
  const startEach = ({ db, temporal, taskQueue }: Engine, inputs: readonly Input[], reuse: ReusePolicy) =>
    eachItem(inputs, async (input) => {
      await by.markStarted(db, input, await by.start(temporal, taskQueue, input, reuse));
    });

  return {
    name: by.name,

    async startStranded(engine, before) {
      let outcome = NOTHING_DONE;
      for await (const page of pagesOf(by, engine.db, { started: false, before })) {
        outcome = added(outcome, await startEach(engine, page, 'ALLOW_DUPLICATE_FAILED_ONLY'));
      }
      return outcome;
    },

    async restartEnded(engine) {
      const running = await listRunning(engine.temporal, by.workflowType);
      let outcome = NOTHING_DONE;
      for await (const page of pagesOf(by, engine.db, { started: true, before: null })) {
        const ended: string[] = [];
        const unseen = page.filter((input) => !running.has(by.workflowIdOf(input)));
        const looked = await eachItem(unseen, async (input) => {
          const status = await describeWorkflow(engine.temporal, by.workflowIdOf(input));
          if (status === 'ended' || status === 'missing') ended.push(by.rowIdOf(input));
        });
        // A workflow ends its row before it ends itself: a row still open after its workflow was seen to have ended has
        // nothing to move it. The workflow may have completed all the same, if the row comes from an older backup.
        const again = { started: true, before: null, after: null, limit: ended.length, among: ended };
        const left = ended.length === 0 ? [] : await by.list(engine.db, again);
        outcome = added(outcome, { done: 0, errors: looked.errors });
        outcome = added(outcome, await startEach(engine, left, 'ALLOW_DUPLICATE'));
      }
      return outcome;
    },
  };
}

async function* pagesOf<Input>(
  { list, rowIdOf }: WorkSource<Input>,
  db: Db,
  which: Pick<OpenWorkPage, 'started' | 'before'>,
): AsyncGenerator<Input[]> {
  for (let after: string | null = null; ;) {
    const page = await list(db, { ...which, after, limit: PAGE_ROWS });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ROWS) return;
    after = rowIdOf(last);
  }
}
