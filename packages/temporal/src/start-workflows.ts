// Starts every workflow other than a refund's own; see start-once.ts for what they share, and refund-workflows.ts for
// a refund's.
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ConnectionId } from '@makewhole/domain/ids';
import {
  ACCOUNT_EMAIL_WORKFLOW,
  accountEmailWorkflowId,
  type AccountEmailInput,
} from '@makewhole/domain/contracts/account-email';
import {
  RECONCILE_ENDED_AFTER,
  RECONCILE_WORKFLOW,
  reconcileWorkflowId,
  type ReconcileInput,
} from '@makewhole/domain/contracts/reconciliation';
import {
  SYNC_NUDGE,
  SYNC_WORKFLOW,
  syncWorkflowId,
  type SyncInput,
} from '@makewhole/domain/contracts/processor-sync';
import {
  RESEND_WORKFLOW,
  resendWorkflowId,
  type ResendWorkflowInput,
} from '@makewhole/domain/contracts/resend-email';
import { VOID_WORKFLOW, voidWorkflowId, type VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import {
  WEBHOOK_WORKFLOW,
  webhookWorkflowId,
  type WebhookWorkflowInput,
} from '@makewhole/domain/contracts/webhook-delivery';
import { startOnce, type ReusePolicy } from './start-once.ts';

/** Starts the void of an authorization. @returns the run's ID */
export function startVoidWorkflow(
  client: Client,
  taskQueue: string,
  input: VoidWorkflowInput,
  reusePolicy?: ReusePolicy,
): Promise<string> {
  const { voidId, transactionId, firmId } = input;
  return startOnce(client, taskQueue, {
    type: VOID_WORKFLOW,
    id: voidWorkflowId(input),
    input,
    reusePolicy,
    summary: `Void of authorization ${transactionId}`,
    details: `Void \`${voidId}\` of authorization \`${transactionId}\`, firm \`${firmId}\``,
  });
}

/** Starts one round of a webhook's delivery. @returns the run's ID */
export function startWebhookWorkflow(
  client: Client,
  taskQueue: string,
  input: WebhookWorkflowInput,
  reusePolicy?: ReusePolicy,
): Promise<string> {
  const { deliveryId, round, firmId } = input;
  return startOnce(client, taskQueue, {
    type: WEBHOOK_WORKFLOW,
    id: webhookWorkflowId(input),
    input,
    reusePolicy,
    summary: `Webhook delivery ${deliveryId}`,
    details: `Delivery \`${deliveryId}\`, round ${round}, firm \`${firmId}\``,
  });
}

/** Starts sending an email about an account: an invitation, a password reset. @returns the run's ID */
export function startAccountEmailWorkflow(
  client: Client,
  taskQueue: string,
  input: AccountEmailInput,
  reusePolicy?: ReusePolicy,
): Promise<string> {
  const { emailId, firmId } = input;
  return startOnce(client, taskQueue, {
    type: ACCOUNT_EMAIL_WORKFLOW,
    id: accountEmailWorkflowId(input),
    input,
    reusePolicy,
    summary: 'Email about an account',
    details: `Account email \`${emailId}\`, firm \`${firmId}\``,
  });
}

/** Starts sending a refund's email again. @returns the run's ID */
export function startResendWorkflow(
  client: Client,
  taskQueue: string,
  input: ResendWorkflowInput,
  reusePolicy?: ReusePolicy,
): Promise<string> {
  const { notificationId, refundId, firmId } = input;
  return startOnce(client, taskQueue, {
    type: RESEND_WORKFLOW,
    id: resendWorkflowId(input),
    input,
    reusePolicy,
    summary: `Send an email of refund ${refundId} again`,
    details: `Email \`${notificationId}\` of refund \`${refundId}\`, firm \`${firmId}\``,
  });
}

/** Starts taking over a connection's payments, or lets a run that ended go on from its row. @returns the run's ID */
export function startSyncWorkflow(client: Client, taskQueue: string, input: SyncInput): Promise<string> {
  const { firmId, connectionId, isTrial } = input;
  return startOnce(client, taskQueue, {
    type: SYNC_WORKFLOW,
    id: syncWorkflowId(input),
    input,
    reusePolicy: 'ALLOW_DUPLICATE',
    summary: `${isTrial === true ? 'Dry run of the p' : 'P'}ayments through connection ${connectionId}`,
    details: `Sync of connection \`${connectionId}\`, firm \`${firmId}\``,
  });
}

/** Makes the sync of a connection look for changes now; nothing if it has none that runs. */
export async function nudgeSyncWorkflow(client: Client, connectionId: ConnectionId): Promise<void> {
  try {
    await client.workflow.getHandle(syncWorkflowId({ connectionId })).signal(SYNC_NUDGE);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/**
 * Starts a reconciliation of a firm (B12).
 * @returns already_running if the firm has one under way: only one runs at a time
 * @throws the client's errors if Temporal cannot be reached: nothing was started
 */
export async function startReconcileWorkflow(
  client: Client,
  taskQueue: string,
  input: ReconcileInput,
): Promise<'started' | 'already_running'> {
  try {
    await client.workflow.start(RECONCILE_WORKFLOW, {
      workflowId: reconcileWorkflowId(input.firmId),
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      workflowExecutionTimeout: RECONCILE_ENDED_AFTER,
      staticSummary: 'Reconciliation with the payment processor, asked for',
      staticDetails: `Reconciliation \`${input.reconciliationId}\` of firm \`${input.firmId}\``,
    });
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already_running';
    throw error;
  }
}
