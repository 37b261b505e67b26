import { patched, proxyActivities } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { ConnectionId, FirmId, RefundId } from '@makewhole/domain/ids';
import type { RefundActivities } from '../activities/create-activities.ts';

const FIRMS_AT_ONCE = 50;
const CONNECTIONS_AT_ONCE = 20;
const REFUNDS_AT_ONCE = 100;

const { bookPayouts, lookAtPaid, reviewAccess, purgeOldRecords } = proxyActivities<RefundActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '6 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

export type UpkeepResult = {
  readonly emails: number;
  readonly purged: number;
  /** Left out by nights from before there were any. */
  readonly payouts?: { readonly booked: number; readonly unexplained: number };
  /** Refunds that were paid, looked at again; left out by nights from before they were. */
  readonly paid?: { readonly looked: number; readonly changed: number };
};

/**
 * Run by a schedule, every night: ends the sign-ins and API keys that nobody uses (PCI DSS 8.2.6), and deletes the records
 * whose time is over (AU1). Books what companies that net paid out (BK4), and looks again at refunds that were paid and can
 * still fail (B6).
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
  const payouts = patched('payouts') ? await bookAllPayouts() : null;
  const paid = patched('look-at-paid') ? await lookAtAllPaid() : null;
  // Said at the end, so that the operator hears of it and nothing else waits (B14).
  if (failed > 0)
    throw ApplicationFailure.nonRetryable(`${failed} firms could not be reviewed`, 'review_incomplete');
  if (payouts !== null && payouts.failed > 0) {
    const message = `The payouts of ${payouts.failed} connections could not be booked`;
    throw ApplicationFailure.nonRetryable(message, 'payouts_incomplete');
  }
  if (paid !== null && paid.failed > 0) {
    const message = `${paid.failed} refunds that were paid could not be looked at`;
    throw ApplicationFailure.nonRetryable(message, 'watch_incomplete');
  }
  return { emails, purged, ...(payouts !== null && { payouts }), ...(paid !== null && { paid }) };
}

/** What is due when the night begins: pages in the order of IDs, so that each is looked at once. */
async function lookAtAllPaid() {
  const all = { looked: 0, changed: 0, failed: 0 };
  const at = new Date().toISOString();
  let after: RefundId | null = null;
  do {
    const page: Awaited<ReturnType<typeof lookAtPaid>> = await lookAtPaid({
      ...{ at, after },
      limit: REFUNDS_AT_ONCE,
    });
    all.looked += page.looked;
    all.changed += page.changed;
    all.failed += page.failed;
    after = page.after;
  } while (after !== null);
  return all;
}

async function bookAllPayouts() {
  const all = { booked: 0, unexplained: 0, failed: 0 };
  let after: ConnectionId | null = null;
  do {
    const page: Awaited<ReturnType<typeof bookPayouts>> = await bookPayouts({
      after,
      limit: CONNECTIONS_AT_ONCE,
    });
    all.booked += page.booked;
    all.unexplained += page.unexplained;
    all.failed += page.failed;
    after = page.after;
  } while (after !== null);
  return all;
}
