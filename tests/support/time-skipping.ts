// Time for one workflow, by the server's own time skipping. The SDK has no call for it yet, so the server is asked directly.
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

const { FastForwardPollingResult } = proto.temporal.api.enums.v1;
const { Duration } = proto.google.protobuf;
const POLLS_MAX = 3; // the server answers each after 20 s at the latest
const SKIPS_MAX = 5_000;

/**
 * Lets time pass for a workflow: while nothing runs in it, its clock leaps to its next timer or the next try of an
 * activity, until the time is over and it stands again, or until the workflow ends. What runs takes as long as it takes.
 */
export async function passTime(client: Client, workflowId: string, ms: number): Promise<void> {
  const fastForwardId = await leapAhead(client, workflowId, ms);
  const workflow = { namespace: client.options.namespace, workflowExecution: { workflowId } };
  for (let polls = 0; polls < POLLS_MAX; polls += 1) {
    const { fastForwardPollingResult: result } =
      await client.workflowService.pollWorkflowExecutionTimeSkipping({ ...workflow, fastForwardId });
    if (result === FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) return;
    if (result === FastForwardPollingResult.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED) break;
  }
  const { status } = await client.workflow.getHandle(workflowId).describe();
  if (status.name !== 'RUNNING') return;
  throw new Error(`${workflowId} did not get over ${ms / 3_600_000} hours: something in it runs on`);
}

/** The same without waiting for its end. @returns by what the leap is asked about */
export async function leapAhead(client: Client, workflowId: string, ms: number): Promise<string> {
  const fastForwardId = randomUUID();
  const duration = Duration.fromObject({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 });
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        fastForwardConfig: { id: fastForwardId, duration },
        maxSessionSkipCount: SKIPS_MAX,
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  return fastForwardId;
}

/** The workflow's own time now: the machine's, and all that was skipped. */
export async function timeOf(client: Client, workflowId: string): Promise<Date> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const current = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return current == null ? new Date() : new Date(Number(current.seconds) * 1000 + (current.nanos ?? 0) / 1e6);
}
