import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import { QUERIES, refundWorkflowId, type RefundWorkflowState } from '@makewhole/domain/contracts/refund';
import type { CampaignWorld } from '../world.ts';
import { checkQuiet } from './check-quiet.ts';
import type { RefundRow, Violation } from './invariant.ts';

/**
 * Its workflow says what its row says (I4), no run of it met history that its code could not follow (I7), and each was
 * quiet while it waited (I9).
 */
export async function checkWorkflow(
  world: CampaignWorld,
  row: RefundRow,
  mayBeForgotten: boolean,
): Promise<Violation[]> {
  const workflowId = refundWorkflowId(row);
  // What is closed needs none: it is not started again.
  if (mayBeForgotten && row.closedAt !== null) return [];
  const handle = world.client.workflow.getHandle(workflowId);
  const state = await handle.query<RefundWorkflowState>(QUERIES.refundState).catch((error: unknown) => {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  });
  if (state === null) return [{ invariant: 'I4', what: `${row.id} is ${row.status}, and has no workflow` }];
  const disagreement = `${row.id} is ${row.status}, its workflow says ${state.status}`;
  const runs = await historiesOf(world, workflowId);
  const strayed = runs.flatMap(taskFailures).filter((message) => /nondeterminis/i.test(message));
  return [
    ...(state.status === row.status ? [] : [{ invariant: 'I4', what: disagreement } as const]),
    ...strayed.map((message) => ({ invariant: 'I7', what: `${row.id}: ${message}` }) as const),
    ...runs.flatMap((events) => checkQuiet(row.id, events)),
  ];
}

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events'];
type Events = NonNullable<History>;

/** Of every run: after a termination, and after the closing, it runs again (ADR 8). */
async function historiesOf({ client }: CampaignWorld, workflowId: string): Promise<Events[]> {
  const histories: Events[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(events ?? []);
  }
  return histories;
}

function taskFailures(events: Events): string[] {
  return events.flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? []);
}
