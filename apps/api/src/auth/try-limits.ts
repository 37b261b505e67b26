// How often a password or a code may be tried for one account, whatever addresses the tries come from.
import { forgetTries, takeTry } from '@makewhole/db/people/take-try';
import type { Db } from '@makewhole/db/connect';
import type { Refusal } from '../problems.ts';

const LIMIT = { max: 10, windowSeconds: 15 * 60 };

/** @param account whom it is about: an email, or the ID of a sign-in @returns why it may not be tried now, else null */
export async function refuseTooMany(db: Db, account: string): Promise<Refusal | null> {
  const now = new Date();
  const outcome = await takeTry(db, nameOf(account), LIMIT, now);
  return outcome.kind === 'taken' ? null : tooMany(outcome.until, now);
}

export function forgetTriesOf(db: Db, account: string): Promise<void> {
  return forgetTries(db, nameOf(account), new Date());
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

function nameOf(account: string): string {
  return `account:${account.toLowerCase()}`;
}
