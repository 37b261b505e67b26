import { Context } from '@temporalio/activity';
import type { Instant } from '@makewhole/domain/bank-calendar';

/**
 * The workflow's time now: its instant when it asked, and what has passed on the server and in this attempt since.
 * An activity that is retried for hours must not stamp its work with the hour in which it was first asked for, and under
 * a time-skipping server the machine's own clock is not the workflow's.
 */
export function startActivityClock(askedAt: Instant): () => Date {
  const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  const attemptAtMs = Date.parse(askedAt) + (currentAttemptScheduledTimestampMs - scheduledTimestampMs);
  const startedMs = performance.now();
  return () => new Date(attemptAtMs + (performance.now() - startedMs));
}
