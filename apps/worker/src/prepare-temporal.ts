// What the Temporal cluster must have before refunds run on it: the search attributes, and the schedule of the sweep.
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES, SWEEP_SCHEDULE_ID, SWEEP_WORKFLOW } from '@makewhole/domain/workflow-contract';

export type SweepSettings = { readonly taskQueue: string; readonly intervalSeconds: number };

/** Registers what is missing. Safe to do again, and by many workers at once. */
export async function prepareTemporal(
  client: Client,
  namespace: string,
  sweep: SweepSettings,
): Promise<void> {
  await registerSearchAttributes(client, namespace);
  await scheduleSweep(client, sweep);
}

const { IndexedValueType } = proto.temporal.api.enums.v1;
const VALUE_TYPES: Record<(typeof SEARCH_ATTRIBUTES)[keyof typeof SEARCH_ATTRIBUTES], number> = {
  Keyword: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Int: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  Bool: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  Datetime: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

async function registerSearchAttributes(client: Client, namespace: string): Promise<void> {
  const { operatorService } = client.connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, VALUE_TYPES[type]]));
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}

async function scheduleSweep(client: Client, { taskQueue, intervalSeconds }: SweepSettings): Promise<void> {
  const scheduleId = `${SWEEP_SCHEDULE_ID}:${taskQueue}`;
  const spec = { intervals: [{ every: `${intervalSeconds}s` as const }] };
  try {
    await client.schedule.create({
      scheduleId,
      spec,
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: SWEEP_WORKFLOW, taskQueue, workflowId: scheduleId },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update((previous) => ({ ...previous, spec }));
  }
}
