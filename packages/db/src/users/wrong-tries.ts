import { and, eq, gt, sql } from 'drizzle-orm';
import { LOCK_SECONDS, WRONG_TRIES_COUNT_SECONDS, WRONG_TRIES_MAX } from '@makewhole/domain/sign-in-limits';
import type { Db } from '../connect.ts';
import { tries } from '../schema/auth.ts';
import { attemptKey } from './attempt-limits.ts';

/** `isLast`: if this try is wrong too, it has locked the sign-in. */
export type TryOutcome =
  { readonly kind: 'taken'; readonly isLast: boolean } | { readonly kind: 'locked'; readonly until: Date };

/**
 * Counts one more try at a password or a code, before it is checked, so that of many at once only so many are. The last
 * one locks for half an hour from then on (PCI DSS 8.3.4). A try during the lock is not checked, and does not prolong it:
 * else a stranger could hold the lock for ever with a try in a half hour.
 * @param what identifies the sign-in: only its hash is stored
 */
export async function takeTry(db: Db, what: string, now: Date): Promise<TryOutcome> {
  const counted = inSeconds(now, WRONG_TRIES_COUNT_SECONDS);
  const locked = inSeconds(now, LOCK_SECONDS);
  const isOver = sql`${tries.until} <= ${now.toISOString()}::timestamptz`;
  const [row] = await db
    .insert(tries)
    .values({ key: attemptKey(what), count: 1, until: counted })
    .onConflictDoUpdate({
      target: tries.key,
      set: {
        count: sql`CASE WHEN ${isOver} THEN 1 ELSE LEAST(${tries.count}, ${WRONG_TRIES_MAX}) + 1 END`,
        until: sql`CASE
          WHEN ${isOver} OR ${tries.count} + 1 < ${WRONG_TRIES_MAX} THEN excluded.until
          WHEN ${tries.count} + 1 = ${WRONG_TRIES_MAX} THEN ${locked.toISOString()}::timestamptz
          ELSE ${tries.until} END`,
      },
    })
    .returning({ count: tries.count, until: tries.until });
  if (row === undefined) throw new Error('A try was not counted');
  if (row.count > WRONG_TRIES_MAX) return { kind: 'locked', until: row.until };
  return { kind: 'taken', isLast: row.count === WRONG_TRIES_MAX };
}

/** Takes back a try that was right and ended nothing yet: a password before its code. It ends no lock that others set. */
export async function giveTryBack(db: Db, what: string, now: Date): Promise<void> {
  const { key, count } = tries;
  const until = inSeconds(now, WRONG_TRIES_COUNT_SECONDS);
  await db
    .update(tries)
    .set({ count: sql`${count} - 1`, until })
    .where(and(eq(key, attemptKey(what)), gt(count, 0), sql`${count} <= ${WRONG_TRIES_MAX}`));
}

function inSeconds(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1_000);
}
