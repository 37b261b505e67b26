import { isEnding, type EndingOutcome } from '@makewhole/domain/unknown-outcome';
import type { RefundEvent } from '#lib/api-types.ts';

/** One person's claim about an unknown outcome, which a second person must confirm. */
type OutcomeClaim = {
  readonly outcome: EndingOutcome;
  /** A principal's ID. */
  readonly by: string;
  readonly at: string;
  readonly note: string;
};

/** The claims that still count, oldest first: a send after a claim changes the question. */
export function readClaims(events: readonly RefundEvent[]): OutcomeClaim[] {
  const lastSend = events.findLastIndex(({ type }) => type === 'refund.sent');
  return events.slice(lastSend + 1).flatMap(({ type, actor, at, data }) => {
    const { outcome, note } = data;
    if (type !== 'refund.outcome_claimed' || typeof outcome !== 'string' || !isEnding(outcome)) return [];
    return [{ outcome, by: actor, at, note: typeof note === 'string' ? note : '' }];
  });
}
