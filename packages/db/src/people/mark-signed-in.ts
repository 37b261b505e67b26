import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { hasSecondFactor } from './user-view.ts';

type SignedIn = {
  readonly authUserId: string;
  /** By the password alone it is no sign-in yet where a second factor is asked for. */
  readonly by: 'password' | 'second_factor';
  readonly now: Date;
};

/** Notes when a person last signed in. */
export async function markSignedIn(db: Db, { authUserId, by, now }: SignedIn): Promise<void> {
  const isWhole = by === 'second_factor' ? undefined : sql`NOT ${hasSecondFactor}`;
  await db
    .update(principals)
    .set({ lastSignInAt: now })
    .where(and(eq(principals.authUserId, authUserId), isWhole));
}
