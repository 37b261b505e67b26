import { hashPassword } from 'better-auth/crypto';
import { addSignIn, type SignInRows } from '@makewhole/db/users/add-sign-in';
import type { Db } from '@makewhole/db/connect';

export type NewCredentials = Omit<SignInRows, 'passwordHash'> & { readonly password: string };

/** Gives a portal user a password to sign in with (R11). Does nothing if the email address already has one. */
export async function createCredentials(db: Db, { password, email, ...rest }: NewCredentials): Promise<void> {
  await addSignIn(db, { ...rest, email: email.toLowerCase(), passwordHash: await hashPassword(password) });
}
