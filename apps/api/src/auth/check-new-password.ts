import { verifyPassword } from 'better-auth/crypto';
import { APIError } from 'better-auth/api';
import { findPasswordOwner, findUserOfPasswordLink } from '@makewhole/db/users/password-owner';
import { passwordFault, type PasswordFault } from '@makewhole/domain/password-policy';
import type { Services, SignedIn } from '../context.ts';

type Sent = Readonly<Record<string, unknown>>;

/**
 * Why a new password is refused (PCI DSS 8.3.6, 8.3.7); null if it is not, or if better-auth refuses the request anyway.
 * Only whoever could set it learns that it was used before: with the link, or with the current password.
 */
export async function checkNewPassword(
  services: Pick<Services, 'auth' | 'db'>,
  headers: Headers,
  { person, sent }: { readonly person: SignedIn | null; readonly sent: Sent },
): Promise<PasswordFault | null> {
  const { newPassword, token, currentPassword } = sent;
  if (typeof newPassword !== 'string') return null;
  const userId =
    person?.user.id ??
    (typeof token === 'string'
      ? await findUserOfPasswordLink(services.db, { token, now: new Date() })
      : null);
  const owner = userId === null ? null : await findPasswordOwner(services.db, userId);
  const fault = passwordFault(newPassword, owner);
  if (fault !== null || owner === null) return fault;
  if (person !== null && !(await isCurrent(services, headers, currentPassword))) return null;
  for (const hash of owner.hashes) {
    if (await verifyPassword({ hash, password: newPassword })) return 'PASSWORD_USED_BEFORE';
  }
  return null;
}

async function isCurrent({ auth }: Pick<Services, 'auth'>, headers: Headers, password: unknown) {
  if (typeof password !== 'string') return false;
  try {
    return (await auth.api.verifyPassword({ headers, body: { password } })).status;
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return false;
    throw error;
  }
}
