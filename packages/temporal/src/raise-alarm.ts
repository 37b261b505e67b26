import type { Client } from '@temporalio/client';
import { ALARM_WORKFLOW, alarmWorkflowId, type AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { startOnce } from './start-once.ts';

/**
 * Emails the operator, once a day for each alarm, however often it is raised.
 * @param about the ID of the workflow or schedule
 * @throws the client's errors if Temporal cannot be reached
 */
export async function raiseAlarm(
  client: Client,
  taskQueue: string,
  { alarm, about }: Pick<AlarmInput, 'alarm' | 'about'>,
): Promise<void> {
  const input: AlarmInput = { alarm, about, day: new Date().toISOString().slice(0, 10) };
  await startOnce(client, taskQueue, {
    type: ALARM_WORKFLOW,
    id: alarmWorkflowId(taskQueue, input),
    input,
    summary: `Tell the operator: ${alarm}`,
    details: `About \`${about}\``,
  });
}
