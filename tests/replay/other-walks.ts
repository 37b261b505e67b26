// Walks of the workflows beside a refund's own: record.ts keeps the history of each.
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { newId } from '@makewhole/db/new-id';
import { inviteUser } from '@makewhole/db/users/invite-user';
import { listNotifications } from '@makewhole/db/notifications/prepare-notifications';
import { requestResend } from '@makewhole/db/notifications/resend-notification';
import { findVoid } from '@makewhole/db/voids/find-void';
import { requestVoid } from '@makewhole/db/voids/request-void';
import { pauseSync } from '@makewhole/db/sync/ask-for-sync';
import { addEndpoint, pingEndpoint } from '@makewhole/db/webhooks/endpoints';
import { accountEmailWorkflowId } from '@makewhole/domain/contracts/account-email';
import { SYNC_NUDGE, syncWorkflowId } from '@makewhole/domain/contracts/processor-sync';
import { RECONCILE_ALL_WORKFLOW, reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import { resendWorkflowId } from '@makewhole/domain/contracts/resend-email';
import { UPKEEP_WORKFLOW } from '@makewhole/domain/contracts/upkeep';
import { voidWorkflowId } from '@makewhole/domain/contracts/void';
import { webhookWorkflowId } from '@makewhole/domain/contracts/webhook-delivery';
import {
  startReconcileWorkflow,
  startAccountEmailWorkflow,
  startResendWorkflow,
  startSyncWorkflow,
  startVoidWorkflow,
  startWebhookWorkflow,
} from '@makewhole/temporal/start-workflows';
import type { FirmWorld } from '../support/refund-world.ts';
import { begin, givePast, keyOf, rowOf } from '../support/sync-world.ts';
import { passTime } from '../support/time-skipping.ts';
import { until } from '../support/until.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import { bookRefund, mailSeen } from '../workflow/refund-walk.ts';
import { byOwner } from '../support/small-firm.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const AUTHORIZATION = { parts: [{ of: 'unapplied', amount: 90_00 }], authorized: true } as const;

/** Each walks a workflow to its end. */
export const OTHER_WALKS: Record<string, (world: FirmWorld) => Promise<WorkflowHandle>> = {
  'email-sent-again': sendAgain,
  reconciliation: reconcile,
  'reconciliation-of-all': reconcileAll,
  'nightly-upkeep': upkeep,
  'void-of-lost-answer': voidWithLostAnswer,
  'sync-of-connection': syncPayments,
  invitation: invite,
  'webhook-taken': (world) => deliver(world, 204),
  'webhook-gone': (world) => deliver(world, 410),
};

/** An email of a refund, asked for again two minutes later. */
async function sendAgain(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { db, client, taskQueue, firm } = firmWorld;
  const { firmId, people } = firm;
  const refund = await bookRefund(firmWorld, INVOICE);
  await mailSeen(firmWorld, refund, 'Payment refunded', 2);
  const [email] = await listNotifications(db, { firmId, refundId: refund.id });
  if (email === undefined) throw new Error('Nobody was written to');
  const now = new Date(Date.now() + 120_000);
  await requestResend(db, { firmId, id: email.id, actor: people.admin, now });
  const input = { firmId, refundId: refund.id, notificationId: email.id, nth: 1 };
  await startResendWorkflow(client, taskQueue, input);
  return ended(client.workflow.getHandle(resendWorkflowId(input)));
}

/** Of a firm with something to find. */
async function reconcile(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { client, taskQueue, firm, sandbox } = firmWorld;
  await sandbox.post('/control/refund', { transactionId: await firmWorld.pay(INVOICE) });
  await bookRefund(firmWorld, INVOICE);
  const { firmId } = firm;
  const input = { firmId, reconciliationId: newId<string>('rec'), requestedBy: firm.people.admin };
  await startReconcileWorkflow(client, taskQueue, input);
  return ended(client.workflow.getHandle(reconcileWorkflowId(firmId)));
}

async function reconcileAll({ client, taskQueue }: FirmWorld): Promise<WorkflowHandle> {
  const workflow = await client.workflow.start(RECONCILE_ALL_WORKFLOW, {
    taskQueue,
    workflowId: randomUUID(),
  });
  return ended(workflow);
}

async function upkeep({ client, taskQueue }: FirmWorld): Promise<WorkflowHandle> {
  return ended(await client.workflow.start(UPKEEP_WORKFLOW, { taskQueue, workflowId: randomUUID() }));
}

/** The processor did it, and its answer was lost: found done a minute later. */
async function voidWithLostAnswer(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { db, client, taskQueue, firm, sandbox } = firmWorld;
  const transactionId = await firmWorld.pay(AUTHORIZATION);
  await sandbox.arm({ kind: 'timeout_after_success', operation: 'void', ms: 0, transactionId });
  const key = { firmId: firm.firmId, transactionId };
  const wanted = { ...key, principalId: firm.people.admin, now: new Date() };
  const { id: voidId } = await requestVoid(db, wanted);
  const input = { ...key, voidId };
  await startVoidWorkflow(client, taskQueue, input);
  await until(
    () => findVoid(db, key),
    (found) => found?.status === 'outcome_unknown',
    (found) => `the void is ${found?.status}`,
  );
  await passTime(client, voidWorkflowId(input), 60_000);
  return ended(client.workflow.getHandle(voidWorkflowId(input)));
}

/** The past of a connection, a look at its changes, another after a webhook, and a pause. */
async function syncPayments(firmWorld: FirmWorld): Promise<WorkflowHandle> {
  const { db, client, taskQueue, firm } = firmWorld;
  await givePast(firmWorld, 3);
  await begin(firmWorld);
  await startSyncWorkflow(client, taskQueue, keyOf(firmWorld));
  const workflow = client.workflow.getHandle(syncWorkflowId(firm));
  const hasPages = (least: number) =>
    until(
      () => rowOf(firmWorld),
      ({ state, pages }) => state === 'following' && pages >= least,
      ({ state, pages }) => `it is ${state} after ${pages} pages`,
    );
  // The two looks at what changes are pages too.
  const { pages } = await hasPages(1);
  await workflow.signal(SYNC_NUDGE);
  await hasPages(pages + 1);
  await pauseSync(db, byOwner(firm), firm.connectionId);
  await workflow.signal(SYNC_NUDGE);
  return ended(workflow);
}

async function invite({ db, client, taskQueue, firm }: FirmWorld): Promise<WorkflowHandle> {
  const { firmId, people } = firm;
  const email = `ines.${randomUUID()}@adler.example`;
  const wanted = { firmId, name: 'Ines Ortega', email, role: 'admin', invitedBy: people.owner } as const;
  const invited = await inviteUser(db, { ...wanted, now: new Date() });
  if (invited.kind !== 'invited') throw new Error(invited.kind);
  await startAccountEmailWorkflow(client, taskQueue, invited.email);
  return ended(client.workflow.getHandle(accountEmailWorkflowId(invited.email)));
}

/** A ping that the receiver answers so. */
async function deliver(firmWorld: FirmWorld, status: number): Promise<WorkflowHandle> {
  const { db, client, taskQueue, firm } = firmWorld;
  const receiver = await startWebhookReceiver((_, response) => response.writeHead(status).end());
  try {
    const wishes = { url: receiver.url, description: 'Practice management', eventTypes: null };
    const endpoint = await addEndpoint(db, byOwner(firm), wishes);
    if (endpoint === null) throw new Error('The endpoint was not added');
    const { firmId } = firm;
    const deliveryId = await pingEndpoint(db, { firmId, endpointId: endpoint.id }, new Date());
    const input = { firmId, deliveryId, round: 1 };
    await startWebhookWorkflow(client, taskQueue, input);
    return await ended(client.workflow.getHandle(webhookWorkflowId(input)));
  } finally {
    await receiver.stop();
  }
}

async function ended(workflow: WorkflowHandle): Promise<WorkflowHandle> {
  await workflow.result();
  return workflow;
}
