import { proxyActivities } from '@temporalio/workflow';
import type { FirmId } from '@makewhole/domain/ids';
import type { RefundActivities } from '../activities/create-activities.ts';

const FIRMS_AT_ONCE = 20;

const { sealFirms } = proxyActivities<RefundActivities>({
  summary: "Seal the day's audit trail of the next firms",
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '6 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/**
 * Run by a schedule, every hour: seals the new entries of every firm's timelines (B9). @returns how many firms were
 * sealed
 */
export async function sealAudit(): Promise<number> {
  let total = 0;
  let after: FirmId | null = null;
  do {
    const page: Awaited<ReturnType<typeof sealFirms>> = await sealFirms({ after, limit: FIRMS_AT_ONCE });
    total += page.sealed;
    after = page.after;
  } while (after !== null);
  return total;
}
