// What the engine does where the processor has no refund of ours (B1, B2): sends it, waits, or leaves it to a person. By
// what the processor can do, never by which one it is.
import type { ProcessorCapabilities } from './processor-capabilities.ts';
import { TELL_A_PERSON_AFTER_MS, type UnknownCause } from './unknown-outcome.ts';

type SendRules = Pick<ProcessorCapabilities, 'notFoundBelievedAfterMs' | 'sendAgainWithinMs'>;

export type SendsMade = {
  /** Null if no send is known: it was never sent, or certainly not taken. */
  readonly firstSentAt: Date | null;
  readonly lastSentAt: Date | null;
  /** When the processor answered with an error that it repeats for the key; null if it never did. */
  readonly savedErrorAt: Date | null;
};

/**
 * @param at when the processor was asked
 * @returns 'send', or why it stays unknown: not_found_yet, it is asked again; saved_error and key_expired, nothing is
 *   sent any more and a person decides
 */
export function afterNotFound(
  { notFoundBelievedAfterMs, sendAgainWithinMs }: SendRules,
  { firstSentAt, lastSentAt, savedErrorAt }: SendsMade,
  at: Date,
): 'send' | Extract<UnknownCause, 'not_found_yet' | 'saved_error' | 'key_expired'> {
  if (lastSentAt === null) return 'send';
  // The same error would come again, and the processor may do the work later.
  if (savedErrorAt !== null) return 'saved_error';
  // Where "not found" proves nothing, a person is asked as late as about every other unknown outcome.
  const believedAfterMs = notFoundBelievedAfterMs ?? TELL_A_PERSON_AFTER_MS;
  if (at.getTime() - lastSentAt.getTime() < believedAfterMs) return 'not_found_yet';
  if (notFoundBelievedAfterMs === null) return 'key_expired';
  const firstMs = (firstSentAt ?? lastSentAt).getTime();
  return at.getTime() - firstMs >= sendAgainWithinMs ? 'key_expired' : 'send';
}

/**
 * Whether a person's word that nothing was refunded counts while the processor cannot be asked: only once a send of ours
 * could not be taken any more, and never where the processor would take any send anew.
 */
export function isWordEnough(
  { idempotency, sendAgainWithinMs }: Pick<ProcessorCapabilities, 'idempotency' | 'sendAgainWithinMs'>,
  { firstSentAt }: Pick<SendsMade, 'firstSentAt'>,
  at: Date,
): boolean {
  // If no send is known, as in a row from a backup, neither is the key's age.
  if (idempotency === 'none' || firstSentAt === null) return false;
  return at.getTime() - firstSentAt.getTime() >= sendAgainWithinMs;
}
