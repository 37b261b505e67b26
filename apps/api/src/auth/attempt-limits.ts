// How often a password or a code may be tried.
import { forgetTries, takeTry, type TryLimit } from '@makewhole/db/users/attempt-limits';
import type { Db } from '@makewhole/db/connect';
import { partyOf } from '@makewhole/domain/client-address';
import type { Refusal } from '../http/problems.ts';

const LIMIT = { max: 10, windowSeconds: 15 * 60 };
/** Far above what one address may try: whoever knows an email address alone must not keep its person out. */
const LIMIT_FROM_EVERYWHERE = { max: 200, windowSeconds: 15 * 60 };

/** What is counted, each by its own limit. */
export type Counts = readonly { readonly what: string; readonly limit: TryLimit }[];

/** For a person who is signed in, whatever addresses the tries come from. @param authUserId the ID of their sign-in */
export function countsOfPerson(authUserId: string): Counts {
  return [{ what: `account:${authUserId}`, limit: LIMIT }];
}

/**
 * For a password, before anybody is signed in: by account and address, and by the account alone with a far higher limit. A
 * browser in which its person signed in before has a count of its own, which nobody else's tries use up.
 * @param browser by which it is told apart; null where the person is new to it
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

/** Counts one more try. @returns why it may not be tried now, else null */
export async function refuseTooMany(db: Db, counts: Counts): Promise<Refusal | null> {
  const now = new Date();
  for (const { what, limit } of counts) {
    const outcome = await takeTry(db, what, limit, now);
    if (outcome.kind === 'too_many') return tooMany(outcome.until, now);
  }
  return null;
}

/** It worked: what was tried before counts no more. */
export async function forgetAttempts(db: Db, counts: Counts): Promise<void> {
  for (const { what } of counts) await forgetTries(db, what);
}

/** @param until when it may be tried again */
export function tooMany(until: Date, now: Date): Refusal {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  const minutes = Math.ceil(seconds / 60);
  return {
    code: 'too_many_tries',
    detail: `There were too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    headers: { 'retry-after': String(seconds) },
  };
}
