import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { hasSecondFactor, type UserKey } from './user-view.ts';

type SignedIn = {
  readonly authUserId: string;
  /** A password alone is no sign-in yet if a second factor is required. */
  readonly by: 'password' | 'second_factor';
  readonly now: Date;
};

/** Records when a person last signed in. @returns who signed in; null if a code is still needed */
export async function markSignedIn(db: Db, { authUserId, by, now }: SignedIn): Promise<UserKey | null> {
  const isWhole = by === 'second_factor' ? undefined : sql`NOT ${hasSecondFactor}`;
  const [person] = await db
    .update(principals)
    .set({ lastSignInAt: now })
    .where(and(eq(principals.authUserId, authUserId), isWhole))
    .returning({ firmId: principals.firmId, principalId: principals.id });
  return person ?? null;
}
