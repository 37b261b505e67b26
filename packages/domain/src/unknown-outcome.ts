// When a person may end a refund whose outcome nobody knows (B2). Ending it puts the books back and frees the payment for
// another refund: it is the last resort, once the processor has been asked for an hour, and never beside a send or a look-up.
import type { Instant } from './bank-calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** "Not found" is believed this long after the last send at the earliest: an answer may be on its way. */
export const NOT_FOUND_BELIEVED_AFTER_MS = 10 * MINUTE_MS;
/** The key is sent again this long after its first use at the latest: processors keep keys for 24 hours. */
export const SEND_AGAIN_WITHIN_MS = 23 * HOUR_MS;
/** An outcome that is unknown for so long is told to a person; before, nobody may end it. */
export const TELL_A_PERSON_AFTER_MS = HOUR_MS;
/** A look-up that comes within this time is waited for. */
const LOOK_UP_SOON_MS = 5 * MINUTE_MS;

/** What became of the last look-up: it is asked again after a while, or, past the key's life, a person must say. */
export const UNKNOWN_CAUSES = [
  'no_answer',
  'lookup_unavailable',
  'not_found_yet',
  'key_expired',
  'record_differs',
  'payment_refunded',
] as const;
export type UnknownCause = (typeof UNKNOWN_CAUSES)[number];

/** What a person may say that ends the refund unpaid. */
const ENDING_OUTCOMES = ['not_refunded', 'refunded_differently'] as const;
export type EndingOutcome = (typeof ENDING_OUTCOMES)[number];

export function isEnding(outcome: string): outcome is EndingOutcome {
  return ENDING_OUTCOMES.some((ending) => ending === outcome);
}

type Sends = {
  readonly requestedAt: Date;
  /** Null where a restored backup does not know of a send. */
  readonly firstSentAt: Date | null;
  readonly lastSentAt: Date | null;
};

/** From when on a person may end it, as far as the sends say. */
export function endableFrom({ requestedAt, firstSentAt, lastSentAt }: Sends): Date {
  const asked = (firstSentAt ?? requestedAt).getTime() + TELL_A_PERSON_AFTER_MS;
  const answered = lastSentAt === null ? 0 : lastSentAt.getTime() + NOT_FOUND_BELIEVED_AFTER_MS + 1;
  return new Date(Math.max(asked, answered));
}

/** Whether the next look-up is so near that it is waited for; null where none is known. */
export function isLookUpNear(nextLookUpAt: Instant | null, at: Date): boolean {
  return nextLookUpAt !== null && Date.parse(nextLookUpAt) - at.getTime() < LOOK_UP_SOON_MS;
}
