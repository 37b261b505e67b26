// Emails one alarm to the operator (B14). If mail is down for a day the workflow fails, and stays in the list.
import { CancellationScope } from '@temporalio/workflow';
import type { AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { mail } from './activity-proxies.ts';

/** @returns whether there was a recipient */
export function tellOperator(input: AlarmInput): Promise<boolean> {
  return CancellationScope.nonCancellable(() => mail('Tell the operator').sendAlarm(input));
}
