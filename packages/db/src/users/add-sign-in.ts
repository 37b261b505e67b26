import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { account, user } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';

export type SignInRows = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  readonly name: string;
  /** In lower case: sign-in looks up a person's email this way. */
  readonly email: string;
  readonly passwordHash: string;
};

/** Lets a portal user of the firm sign in by email and password, unless that email already can. */
export async function addSignIn(
  db: Db,
  { firmId, principalId, name, email, passwordHash }: SignInRows,
): Promise<void> {
  await db.transaction(async (tx) => {
    const userId = v7();
    const added = await tx
      .insert(user)
      .values({ id: userId, name, email, emailVerified: true })
      .onConflictDoNothing()
      .returning({ id: user.id });
    if (added.length === 0) return;
    await tx
      .insert(account)
      .values({ id: v7(), accountId: userId, providerId: 'credential', userId, password: passwordHash });
    await tx
      .update(principals)
      .set({ authUserId: userId })
      .where(and(eq(principals.firmId, firmId), eq(principals.id, principalId)));
  });
}
