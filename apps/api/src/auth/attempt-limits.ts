// Limits how often a password or a code may be tried.
import { forgetTries, takeAttempt, type TryLimit } from '@makewhole/db/users/attempt-limits';
import type { Db } from '@makewhole/db/connect';
import { partyOf } from '@makewhole/domain/client-address';
import type { Refusal } from '../http/problems.ts';

const LIMIT = { max: 10, windowSeconds: 15 * 60 };
/** Far above the limit for one address: knowing an email address must not be enough to lock its owner out. */
const LIMIT_FROM_EVERYWHERE = { max: 200, windowSeconds: 15 * 60 };

/** What is counted, each with its own limit. */
export type Counts = readonly { readonly what: string; readonly limit: TryLimit }[];

/** For a signed-in person, whatever addresses the attempts come from. */
export function countsOfPerson(authUserId: string): Counts {
  return [{ what: `account:${authUserId}`, limit: LIMIT }];
}

/**
 * For a password, before anybody is signed in: per account and address, and per account alone with a far higher limit. A
 * browser that the person has signed in from before has its own count, which other people's attempts do not use up.
 * @param from.browser its ID; null if the person has not signed in from it before
 */
export function countsOfSignIn(from: {
  readonly email: string;
  readonly address: string;
  readonly browser: string | null;
}): Counts {
  const account = `account:${from.email.toLowerCase()}`;
  if (from.browser !== null) return [{ what: `${account}:browser:${from.browser}`, limit: LIMIT }];
  return [
    { what: `${account}:from:${partyOf(from.address)}`, limit: LIMIT },
    { what: account, limit: LIMIT_FROM_EVERYWHERE },
  ];
}

/** Counts one more attempt. @returns why it is refused, else null */
export async function refuseTooMany(db: Db, counts: Counts): Promise<Refusal | null> {
  const now = new Date();
  for (const { what, limit } of counts) {
    const outcome = await takeAttempt(db, what, limit, now);
    if (outcome.kind === 'too_many') return tooMany(outcome.until, now);
  }
  return null;
}

/** After a success, earlier attempts no longer count. */
export async function forgetAttempts(db: Db, counts: Counts): Promise<void> {
  for (const { what } of counts) await forgetTries(db, what);
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
