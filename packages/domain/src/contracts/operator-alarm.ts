// What every process shares about the workflow that sends an alarm to the operator (B14).
import type { Alarm } from '../operator-alarms.ts';

export const ALARM_WORKFLOW = 'tellOperator';

export type AlarmInput = {
  readonly alarm: Alarm;
  /** What it is about: the ID of a workflow or of a schedule. */
  readonly about: string;
  /** UTC, YYYY-MM-DD: an alarm is told once a day. */
  readonly day: string;
};

/** One workflow, and so one email, for each alarm and day. @param taskQueue of the installation that it is about */
export function alarmWorkflowId(
  taskQueue: string,
  { alarm, day }: Pick<AlarmInput, 'alarm' | 'day'>,
): string {
  return `alarm:${taskQueue}:${alarm}:${day}`;
}
