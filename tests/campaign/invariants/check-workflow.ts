import { WorkflowNotFoundError } from '@temporalio/client';
import { QUERIES, refundWorkflowId, type RefundWorkflowState } from '@makewhole/domain/workflow-contract';
import type { CampaignWorld } from '../world.ts';
import type { Violation } from './invariant.ts';
import type { RefundRow } from './violations.ts';

/** Its workflow says what its row says (I4), and no run of it met history that its code could not follow (I7). */
export async function checkWorkflow(world: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  const workflowId = refundWorkflowId(row);
  const handle = world.client.workflow.getHandle(workflowId);
  const state = await handle.query<RefundWorkflowState>(QUERIES.refundState).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  });
  if (state === null) return [{ invariant: 'I4', what: `${row.id} is ${row.status}, and has no workflow` }];
  const disagreement = `${row.id} is ${row.status}, its workflow says ${state.status}`;
  const strayed = (await taskFailures(world, workflowId)).filter((message) => /nondeterminis/i.test(message));
  return [
    ...(state.status === row.status ? [] : [{ invariant: 'I4', what: disagreement } as const]),
    ...strayed.map((message) => ({ invariant: 'I7', what: `${row.id}: ${message}` }) as const),
  ];
}

/** Of every run: after a termination, and after the closing, it runs again (ADR 8). */
async function taskFailures({ client }: CampaignWorld, workflowId: string): Promise<string[]> {
  const messages: string[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const { workflowTaskFailedEventAttributes: failed } of events ?? []) {
      if (failed?.failure?.message != null) messages.push(failed.failure.message);
    }
  }
  return messages;
}
