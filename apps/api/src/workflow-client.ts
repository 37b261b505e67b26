// The API's client of Temporal: starts workflows, queries them and submits commands. Temporal may be unavailable at any
// time; the API starts and records refunds all the same. Each call has a deadline.
import {
  ApplicationFailure,
  Client,
  Connection,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type ConnectionOptions,
} from '@temporalio/client';
import type { ConnectionId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { SyncInput } from '@makewhole/domain/contracts/processor-sync';
import type { ReconcileInput } from '@makewhole/domain/contracts/reconciliation';
import { UPDATES } from '@makewhole/domain/commands';
import {
  COMMAND_REFUSALS,
  QUERIES,
  refundWorkflowId,
  type CommandInput,
  type CommandResult,
  type RefundWorkflowInput,
  type RefundWorkflowState,
} from '@makewhole/domain/contracts/refund';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { VoidWorkflowInput } from '@makewhole/domain/contracts/void';
import { dataConverterOf } from '@makewhole/temporal/data-converter';
import type { PayloadKeys } from '@makewhole/temporal/payload-keys';
import type { ResendWorkflowInput } from '@makewhole/domain/contracts/resend-email';
import {
  nudgeSyncWorkflow,
  startAccountEmailWorkflow,
  startResendWorkflow,
  startVoidWorkflow,
  startReconcileWorkflow,
  startSyncWorkflow,
} from '@makewhole/temporal/start-workflows';
import {
  resumeRefundWorkflow,
  signalProcessorReported,
  startRefundWorkflow,
} from '@makewhole/temporal/refund-workflows';

const CALL_TIMEOUT_MS = 2_000;
const UPDATE_TIMEOUT_MS = 10_000;
/** Nobody waits for starts and signals; the first call also has to connect, maybe on a busy machine. */
const BACKGROUND_TIMEOUT_MS = 5_000;
/** How soon to reconnect to Temporal; the library's own delays grow to two minutes. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 3_000 };

type RefundRef = { readonly transactionId: TransactionId; readonly id: RefundId };

/** unavailable: Temporal or every worker is down; gone: the workflow has ended or was never started. */
export type Reached<Value> =
  | { readonly kind: 'reached'; readonly value: Value }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unavailable'; readonly message: string };

type WorkflowClientOptions = {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly payloadKeys: PayloadKeys;
};

export type WorkflowClient = ReturnType<typeof createWorkflowClient>;

export function createWorkflowClient(
  connectionOptions: ConnectionOptions,
  { namespace, taskQueue, payloadKeys }: WorkflowClientOptions,
) {
  const connection = Connection.lazy({ ...connectionOptions, channelArgs: RECONNECT });
  const client = new Client({ connection, namespace, dataConverter: dataConverterOf(payloadKeys) });
  const underWay = new Set<Promise<unknown>>();
  /** The deadline ends the call. Only `close` waits for what the library does beyond it, such as retries. */
  const within = async <Value>(timeoutMs: number, call: () => Promise<Value>): Promise<Value> => {
    const answer = connection.withDeadline(Date.now() + timeoutMs, call);
    const ended = answer.catch(() => undefined).finally(() => underWay.delete(ended));
    underWay.add(ended);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
  const handleOf = (refund: RefundRef) => client.workflow.getHandle(refundWorkflowId(refund));

  return {
    /** Starts a refund's workflow. @returns the run's ID @throws if Temporal is unavailable; the sweep starts it later */
    startRefund: (refund: RefundWorkflowInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => startRefundWorkflow(client, taskQueue, refund)),

    /** Starts a void's workflow. @returns the run's ID @throws if Temporal is unavailable; the sweep starts it later */
    startVoid: (input: VoidWorkflowInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => startVoidWorkflow(client, taskQueue, input)),

    /** Starts an account email's workflow. @returns the run's ID @throws if Temporal is unavailable; the sweep starts it later */
    startAccountEmail: (input: AccountEmailInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => startAccountEmailWorkflow(client, taskQueue, input)),

    /** Starts resending an email. @returns the run's ID @throws if Temporal is unavailable; the sweep starts it later */
    startResend: (input: ResendWorkflowInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => startResendWorkflow(client, taskQueue, input)),

    /** Starts the sync of a connection. @returns the run's ID @throws if Temporal is unavailable; the sweep starts it later */
    startSync: (input: SyncInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => startSyncWorkflow(client, taskQueue, input)),

    /** Makes the sync of a connection look for changes. @throws if Temporal is unavailable; it looks each minute by itself */
    nudgeSync: (connectionId: ConnectionId): Promise<void> =>
      within(BACKGROUND_TIMEOUT_MS, () => nudgeSyncWorkflow(client, connectionId)),

    /** Runs the workflow of a closed refund again. @returns the run's ID @throws if Temporal is unavailable */
    resumeRefund: (refund: RefundWorkflowInput): Promise<string> =>
      within(BACKGROUND_TIMEOUT_MS, () => resumeRefundWorkflow(client, taskQueue, refund)),

    /** Signals a refund's workflow to ask the processor. @throws if Temporal is unavailable; the sweep signals it later */
    signalProcessorReport: (refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>) =>
      within(BACKGROUND_TIMEOUT_MS, () => signalProcessorReported(client, refund)),

    /** The workflow's current state. */
    refundState: (refund: RefundRef): Promise<Reached<RefundWorkflowState>> =>
      reach(() =>
        within(CALL_TIMEOUT_MS, () => handleOf(refund).query<RefundWorkflowState>(QUERIES.refundState)),
      ),

    /** Submits a person's command to the workflow and waits for the result. */
    submit: (
      refund: RefundRef,
      update: keyof typeof UPDATES,
      instruction: CommandInput,
    ): Promise<Reached<CommandResult>> =>
      reach(() =>
        within(UPDATE_TIMEOUT_MS, () =>
          handleOf(refund)
            .executeUpdate<CommandResult, [CommandInput]>(UPDATES[update], {
              args: [instruction],
              updateId: instruction.instructionId,
            })
            .catch(readRefusal),
        ),
      ),

    /** Starts a reconciliation of a firm (B12). */
    startReconciliation: (input: ReconcileInput): Promise<Reached<'started' | 'already_running'>> =>
      reach(() => within(BACKGROUND_TIMEOUT_MS, () => startReconcileWorkflow(client, taskQueue, input))),

    /** Whether Temporal responds. */
    isReachable: async (): Promise<boolean> => {
      const ask = () => within(CALL_TIMEOUT_MS, () => connection.workflowService.getSystemInfo({}));
      return (await reach(ask)).kind === 'reached';
    },

    /** Closes the connection once every call has ended: a retry on a closed connection would throw. */
    close: async (): Promise<void> => {
      await Promise.all(underWay);
      await connection.close();
    },
  };
}

/** A validator refuses with a failure whose type is the code. @throws any other error */
function readRefusal(error: unknown): CommandResult {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message } = error.cause;
    const code = COMMAND_REFUSALS.find((one) => one === type);
    if (code !== undefined) return { ok: false, code, message };
  }
  throw error;
}

async function reach<Value>(call: () => Promise<Value>): Promise<Reached<Value>> {
  try {
    return { kind: 'reached', value: await call() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
    return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) };
  }
}
