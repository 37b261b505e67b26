// One email about a person's account (R11): sent, or given up after a day, which the portal shows to its requester.
import { CancellationScope } from '@temporalio/workflow';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { mail } from './activity-proxies.ts';
import { SHOWN_IN_DETAILS, retryUntilDone } from './retry-until-done.ts';
import { now } from './refund/refund-progress.ts';

/** @returns whether the mail server accepted it */
export function accountEmail(input: AccountEmailInput): Promise<boolean> {
  return CancellationScope.nonCancellable(() => run(input));
}

async function run(input: AccountEmailInput): Promise<boolean> {
  try {
    return await mail('Send the email').sendAccountEmail({ ...input, at: now() });
  } catch {
    await retryUntilDone(SHOWN_IN_DETAILS, 'Note that it could not be sent').giveUpAccountEmail(input);
    return false;
  }
}
