// Prints the binder of a month end (ADR 75): made, or given up after an hour, which the portal shows.
import { CancellationScope } from '@temporalio/workflow';
import type { PaperInput } from '@makewhole/domain/contracts/month-end-paper';
import { print } from './activity-proxies.ts';
import { SHOWN_IN_DETAILS, retryUntilDone } from './retry-until-done.ts';
import { now } from './refund/refund-progress.ts';

/** @returns whether it is there to download */
export function monthEndPaper(input: PaperInput): Promise<boolean> {
  return CancellationScope.nonCancellable(() => run(input));
}

async function run(input: PaperInput): Promise<boolean> {
  try {
    return await print('Print the binder').printMonthEndPaper({ ...input, at: now() });
  } catch {
    const record = 'Record that the binder could not be printed';
    await retryUntilDone(SHOWN_IN_DETAILS, record).giveUpMonthEndPaper(input);
    return false;
  }
}
