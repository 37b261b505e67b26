// The numbers of the sign-in (R11), each with its requirement of PCI DSS 4.0.1 (docs/compliance.md).

/** 8.3.4: the tenth wrong try locks a sign-in for half an hour, counted from that try. */
export const WRONG_TRIES_MAX = 10;
export const LOCK_SECONDS = 30 * 60;
/** Wrong tries are forgotten a day after the last one, or by a success. Not sooner: slow guessing must count too. */
export const WRONG_TRIES_COUNT_SECONDS = 24 * 60 * 60;
/** Further locks in a day send no more email: the person can ask for a password-reset link, which ends a lock too. */
export const LOCK_EMAILS_A_DAY_MAX = 5;

/** 8.2.8: a session ends when its person has done nothing for so long. */
export const SESSION_IDLE_MS = 15 * 60_000;
/** Activity is written at most this often, so a session may end that much early, never late. */
export const ACTIVITY_WRITTEN_EVERY_MS = 30_000;
/** The header of requests that a page makes by itself: they are no activity. Whoever forges it only shortens a session. */
export const BACKGROUND_HEADER = 'x-makewhole-background';

/** When a session ends if its person does nothing more. */
export function idleEndOf(lastActiveAt: Date): Date {
  return new Date(lastActiveAt.getTime() + SESSION_IDLE_MS);
}

/** Whether a session has ended because its person did nothing: at exactly fifteen minutes it has. */
export function isIdle(lastActiveAt: Date, now: Date): boolean {
  return idleEndOf(lastActiveAt) <= now;
}
