// Locks a sign-in after ten wrong passwords or codes (PCI DSS 8.3.4, ADR 27).
import { forgetTries } from '@makewhole/db/users/attempt-limits';
import { giveTryBack, takeTry } from '@makewhole/db/users/wrong-tries';
import { signInOf } from '@makewhole/db/users/unlock-sign-in';
import type { Db } from '@makewhole/db/connect';
import type { Refusal } from '../http/problems.ts';

/** For a signed-in person, whatever addresses the tries come from. */
export function countOfPerson(authUserId: string): string {
  return `account:${authUserId}`;
}

/**
 * For a password or code, before anybody is signed in: the account, wherever the tries come from. A browser that the person
 * has signed in from before, or opened the link of a lock in, has its own count, which other people's tries do not use up.
 * @param browser its ID; null if the person has not signed in from it before
 */
export function countOfSignIn(email: string, browser: string | null): string {
  return browser === null ? signInOf(email) : `${signInOf(email)}:browser:${browser}`;
}

export type TakenTries =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** `isLast`: if it is wrong, it has locked the sign-in. */
  | { readonly kind: 'taken'; readonly isLast: boolean };

/** Counts one more try before it is checked. */
export async function takeTries(db: Db, count: string | null, now: Date): Promise<TakenTries> {
  if (count === null) return { kind: 'taken', isLast: false };
  const outcome = await takeTry(db, count, now);
  return outcome.kind === 'locked' ? { kind: 'refused', refusal: locked(outcome.until, now) } : outcome;
}

/** After a success, earlier tries no longer count. */
export async function forgetAttempts(db: Db, count: string | null): Promise<void> {
  if (count !== null) await forgetTries(db, count);
}

/** What was tried was right, and a code is still to be given. */
export async function takeBack(db: Db, count: string | null, now: Date): Promise<void> {
  if (count !== null) await giveTryBack(db, count, now);
}

/** Says the same of an address that nobody signs in with. */
function locked(until: Date, now: Date): Refusal {
  const { detail, ...refusal } = tooMany(until, now);
  return {
    ...refusal,
    detail: `${detail} If somebody signs in with this address, a link was emailed to it that ends the wait.`,
  };
}

/** @param until when the next attempt is allowed */
export function tooMany(until: Date, now: Date): Refusal {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  const minutes = Math.ceil(seconds / 60);
  return {
    code: 'too_many_tries',
    detail: `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    headers: { 'retry-after': String(seconds) },
  };
}
