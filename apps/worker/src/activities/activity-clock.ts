import { Context } from '@temporalio/activity';
import type { Instant } from '@makewhole/domain/bank-calendar';

/**
 * The time now, for an activity: the later of the workflow's time and the machine's.
 *
 * The workflow's time is the instant at which it asked, plus what has passed since on the server and in this attempt.
 * It reflects skipped time and corrects for a slow machine clock; it does not know how long the attempt waited for a
 * worker, which after an outage is up to an hour. The machine's clock does: nothing is stamped earlier than it happened
 * (B2, R7; ADR 6).
 */
export function startActivityClock(askedAt: Instant): () => Date {
  const { scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  const attemptAtMs = Date.parse(askedAt) + (currentAttemptScheduledTimestampMs - scheduledTimestampMs);
  const startedMs = performance.now();
  return () => new Date(Math.max(attemptAtMs + (performance.now() - startedMs), Date.now()));
}
