// When a person may end a refund whose outcome nobody knows (B2). Ending it reverses the books and frees the payment
// for another refund: it is the last resort, only after the processor has been asked for an hour, and never during a
// send or a look-up.
import type { Instant } from './bank-calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The earliest time after the last send to believe "not found": an answer may be on its way. */
export const NOT_FOUND_BELIEVED_AFTER_MS = 10 * MINUTE_MS;
/** When to notify a person of an unknown outcome; before that, nobody may end it. */
export const TELL_A_PERSON_AFTER_MS = HOUR_MS;
/** If the next look-up is this near, wait for it. */
const LOOK_UP_SOON_MS = 5 * MINUTE_MS;

/** The result of the last look-up: it is repeated after a while or, once the key has expired, a person must say. */
export const UNKNOWN_CAUSES = [
  'no_answer',
  'lookup_unavailable',
  'not_found_yet',
  'key_expired',
  'record_differs',
  'payment_refunded',
  'saved_error',
] as const;
export type UnknownCause = (typeof UNKNOWN_CAUSES)[number];

/** The answers of a person that end the refund unpaid. */
const ENDING_OUTCOMES = ['not_refunded', 'refunded_differently'] as const;
export type EndingOutcome = (typeof ENDING_OUTCOMES)[number];

export function isEnding(outcome: string): outcome is EndingOutcome {
  return ENDING_OUTCOMES.some((ending) => ending === outcome);
}

type Sends = {
  readonly requestedAt: Date;
  /** Null if a restored backup has no record of a send. */
  readonly firstSentAt: Date | null;
  readonly lastSentAt: Date | null;
};

/** From when on a person may end it, judging by the sends. */
export function endableFrom({ requestedAt, firstSentAt, lastSentAt }: Sends): Date {
  const asked = (firstSentAt ?? requestedAt).getTime() + TELL_A_PERSON_AFTER_MS;
  const answered = lastSentAt === null ? 0 : lastSentAt.getTime() + NOT_FOUND_BELIEVED_AFTER_MS + 1;
  return new Date(Math.max(asked, answered));
}

/** Whether the next look-up is near enough to wait for it; null if none is planned. */
export function isLookUpNear(nextLookUpAt: Instant | null, at: Date): boolean {
  return nextLookUpAt !== null && Date.parse(nextLookUpAt) - at.getTime() < LOOK_UP_SOON_MS;
}
