// What every process shares about the workflow that sends an alarm to the operator (B14).
import type { Alarm } from '../operator-alarms.ts';

export const ALARM_WORKFLOW = 'tellOperator';

export type AlarmInput = {
  readonly alarm: Alarm;
  /** Its subject: the ID of a workflow or of a schedule. */
  readonly about: string;
  /** UTC, YYYY-MM-DD: an alarm is sent once a day. */
  readonly day: string;
};

/** One workflow, and so one email, per alarm and day. @param taskQueue of the affected installation */
export function alarmWorkflowId(
  taskQueue: string,
  { alarm, day }: Pick<AlarmInput, 'alarm' | 'day'>,
): string {
  return `alarm:${taskQueue}:${alarm}:${day}`;
}
