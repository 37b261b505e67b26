// One alarm, told to the operator by email (B14). Mail that is away for a day leaves the workflow failed, for the list.
import { CancellationScope } from '@temporalio/workflow';
import type { AlarmInput } from '@makewhole/domain/contracts/operator-alarm';
import { mail } from './activity-proxies.ts';

/** @returns whether there was somebody to tell */
export function tellOperator(input: AlarmInput): Promise<boolean> {
  return CancellationScope.nonCancellable(() => mail('Tell the operator').sendAlarm(input));
}
