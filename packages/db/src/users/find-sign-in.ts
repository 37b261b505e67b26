import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Role } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import type { UserKey } from './user-view.ts';

/** No address is longer (RFC 5321), so a longer one need not be looked for. */
const EMAIL_LENGTH_MAX = 254;

/** The person who signs in with that address, in whichever firm; null if nobody does. */
export async function findSignIn(
  db: Db,
  email: string,
): Promise<(UserKey & { readonly name: string; readonly role: Role | null }) | null> {
  if (email.length > EMAIL_LENGTH_MAX) return null;
  const { firmId, id: principalId, name, role } = principals;
  const [found] = await db
    .select({ firmId, principalId, name, role })
    .from(principals)
    .where(and(eq(principals.email, sql`lower(${email})`), isNotNull(principals.authUserId)));
  return found ?? null;
}
