import { and, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { AccountEmailAbout } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { USERS_MAX } from './list-users.ts';
import { requestAccountEmail } from './request-account-email.ts';

/** Records an email to the firm's other owners and lawyers: somebody loosens a rule that guards its money (B8). */
export async function notifyColleagues(
  tx: Db,
  { firmId, principalId, at: now }: ChangedBy,
  about: AccountEmailAbout,
): Promise<AccountEmailInput[]> {
  const colleagues = await tx
    .select({ id: principals.id })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        inArray(principals.role, ['owner', 'lawyer']),
        ne(principals.id, principalId),
        isNotNull(principals.email),
        isNull(principals.disabledAt),
      ),
    )
    .limit(USERS_MAX);
  const emails: AccountEmailInput[] = [];
  for (const { id } of colleagues) {
    const request = {
      firmId,
      principalId: id,
      kind: 'rules_loosened',
      requestedBy: principalId,
      now,
    } as const;
    emails.push(await requestAccountEmail(tx, { ...request, about }));
  }
  return emails;
}
