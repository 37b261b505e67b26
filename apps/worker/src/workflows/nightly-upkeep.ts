import { proxyActivities } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { FirmId } from '@makewhole/domain/ids';
import type { RefundActivities } from '../activities/create-activities.ts';

const FIRMS_AT_ONCE = 50;

const { reviewAccess, purgeOldRecords } = proxyActivities<RefundActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '6 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

export type UpkeepResult = { readonly emails: number; readonly purged: number };

/**
 * Run by a schedule, every night: ends the sign-ins and API keys that nobody uses (PCI DSS 8.2.6), and deletes the records
 * whose time is over (AU1).
 */
export async function nightlyUpkeep(): Promise<UpkeepResult> {
  let emails = 0;
  let failed = 0;
  let after: FirmId | null = null;
  do {
    const page: Awaited<ReturnType<typeof reviewAccess>> = await reviewAccess({
      after,
      limit: FIRMS_AT_ONCE,
    });
    emails += page.emails;
    failed += page.failed;
    after = page.after;
  } while (after !== null);
  const purged = await purgeOldRecords();
  // Said at the end, so that the operator hears of it and nothing else waits (B14).
  if (failed > 0)
    throw ApplicationFailure.nonRetryable(`${failed} firms could not be reviewed`, 'review_incomplete');
  return { emails, purged };
}
