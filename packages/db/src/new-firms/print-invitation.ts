import { eq } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedByOperator } from '../events/append-firm-event.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { findUser } from '../users/list-users.ts';
import { requestAccountEmail } from '../users/request-account-email.ts';
import { addPasswordLink } from '../users/send-account-email.ts';

/** As short as that of a forgotten password: it is on a screen. */
const LIFETIME_MS = 3_600_000;

export type PrintOptions = {
  readonly principalId: PrincipalId;
  /** Of the link: random, and shown once. */
  readonly token: string;
  /** The invitation that was just recorded, if one was: it is not mailed then. */
  readonly recorded: AccountEmailInput | null;
};

/**
 * Makes a link for a person who has no password yet, to be handed over by the operator in place of the email. It works
 * once, for an hour, and ends the links before it.
 * @returns until when it works; null if the person has accepted an invitation already
 */
export function printInvitation(
  db: Db,
  by: ChangedByOperator,
  { principalId, token, recorded }: PrintOptions,
): Promise<Date | null> {
  const { firmId, at } = by;
  return db.transaction(async (tx) => {
    const person = await findUser(tx, { firmId, principalId });
    if (person?.status !== 'invited') return null;
    const wanted = { firmId, principalId, kind: 'invitation', requestedBy: null, now: at } as const;
    const email = recorded ?? (await requestAccountEmail(tx, wanted));
    const expiresAt = new Date(at.getTime() + LIFETIME_MS);
    await addPasswordLink(tx, email, { token, expiresAt });
    // Handed over in another way: the sweep does not mail it, which would end this link.
    await tx.update(accountEmails).set({ sentAt: at }).where(eq(accountEmails.id, email.emailId));
    if (recorded === null) {
      await appendFirmEvent(tx, by, { type: 'user.invited', data: { principalId, role: person.role } });
    }
    return expiresAt;
  });
}
