import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { tries } from '../schema/auth.ts';

export type TryLimit = { readonly max: number; readonly windowSeconds: number };

export type AttemptOutcome = { readonly kind: 'taken' } | { readonly kind: 'too_many'; readonly until: Date };

/**
 * Counts one more attempt, such as at the password of one account; the window begins with the first attempt.
 * @param what identifies the action and its subject: only its hash is stored
 */
export async function takeAttempt(
  db: Db,
  what: string,
  { max, windowSeconds }: TryLimit,
  now: Date,
): Promise<AttemptOutcome> {
  const until = new Date(now.getTime() + windowSeconds * 1_000);
  const isOver = sql`${tries.until} <= ${now.toISOString()}::timestamptz`;
  const [counted] = await db
    .insert(tries)
    .values({ key: attemptKey(what), count: 1, until })
    .onConflictDoUpdate({
      target: tries.key,
      set: {
        count: sql`CASE WHEN ${isOver} THEN 1 ELSE ${tries.count} + 1 END`,
        until: sql`CASE WHEN ${isOver} THEN excluded.until ELSE ${tries.until} END`,
      },
    })
    .returning({ count: tries.count, until: tries.until });
  if (counted === undefined) throw new Error('A try was not counted');
  return counted.count > max ? { kind: 'too_many', until: counted.until } : { kind: 'taken' };
}

/** Clears the attempts after a success. */
export async function forgetTries(db: Db, what: string): Promise<void> {
  await db.delete(tries).where(eq(tries.key, attemptKey(what)));
}

/** What is stored instead of an address or a name. */
export function attemptKey(what: string): string {
  return createHash('sha256').update(what).digest('hex');
}
