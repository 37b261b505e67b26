import { sql } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Role } from '@makewhole/domain/roles';
import { account, user } from '../schema/auth.ts';
import { principals } from '../schema/firms.ts';

/** invited: has not set a password yet; disabled: cannot sign in. */
export type UserStatus = 'invited' | 'active' | 'disabled';

export type UserKey = { readonly firmId: FirmId; readonly principalId: PrincipalId };

export type UserView = {
  readonly id: PrincipalId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly status: UserStatus;
  readonly hasSecondFactor: boolean;
  readonly lastSignInAt: Date | null;
  /** The newest invitation of somebody who has not accepted it; else null. */
  readonly invitation: {
    readonly requestedAt: Date;
    readonly sentAt: Date | null;
    readonly failedAt: Date | null;
    readonly lastError: string | null;
  } | null;
};

/** Whether a principal has a password to sign in with. */
export const hasPassword = sql<boolean>`EXISTS (
  SELECT FROM ${account} WHERE ${account.userId} = ${principals.authUserId} AND ${account.password} IS NOT NULL)`;

/** Whether a principal needs an authenticator app's code at sign-in. */
export const hasSecondFactor = sql<boolean>`EXISTS (
  SELECT FROM ${user} WHERE ${user.id} = ${principals.authUserId} AND ${user.twoFactorEnabled})`;
