import { eq, sql } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { OPERATOR, appendFirmEvent, type ChangedByOperator } from '../events/append-firm-event.ts';
import { newId } from '../new-id.ts';
import { firms } from '../schema/firms.ts';
import { findSignIn } from '../users/find-sign-in.ts';
import { addInvited } from '../users/invite-user.ts';
import { insertFirm } from './insert-firm.ts';

export type NewFirm = {
  readonly name: string;
  /** IANA. */
  readonly timeZone: string;
  readonly owner: { readonly name: string; readonly email: string };
  /** By which the operator finds who asked for it. */
  readonly reference: string;
  readonly now: Date;
};

export type FirmCreated =
  | {
      readonly kind: 'created';
      readonly firmId: FirmId;
      readonly ownerId: PrincipalId;
      /** The recorded invitation, which the sweep sends. */
      readonly invitation: AccountEmailInput;
    }
  /** This very firm, with this owner. Nothing was changed. */
  | { readonly kind: 'exists'; readonly firmId: FirmId; readonly ownerId: PrincipalId }
  /** Another firm of that name, or a person of another firm with that address. Nothing was changed. */
  | { readonly kind: 'name_taken'; readonly firmId: FirmId }
  | { readonly kind: 'email_taken'; readonly firmId: FirmId };

/**
 * Creates a firm without a payment company, with its chart of accounts, its default reasons and the invitation of its
 * first owner, in one transaction with its first events. Safe to repeat.
 */
export function createFirm(db: Db, { name, timeZone, owner, reference, now }: NewFirm): Promise<FirmCreated> {
  return db.transaction(async (tx): Promise<FirmCreated> => {
    // One at a time, so that one of two alike finds the other.
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('makewhole firm'))`);
    const [namesake] = await tx
      .select({ firmId: firms.id })
      .from(firms)
      .where(eq(sql`lower(${firms.name})`, name.toLowerCase()))
      .limit(1);
    const person = await findSignIn(tx, owner.email);
    if (namesake !== undefined && person?.firmId === namesake.firmId) {
      return { kind: 'exists', firmId: namesake.firmId, ownerId: person.principalId };
    }
    if (namesake !== undefined) return { kind: 'name_taken', firmId: namesake.firmId };
    if (person !== null) return { kind: 'email_taken', firmId: person.firmId };
    const firmId = newId<FirmId>('firm');
    // Older rows name the firm's account at the one company that there was; connections do that now.
    await insertFirm(tx, { id: firmId, name, timeZone, processorAccount: firmId, createdAt: now });
    const by: ChangedByOperator = { firmId, principalId: OPERATOR, at: now, reference };
    await appendFirmEvent(tx, by, { type: 'firm.created', data: { timeZone } });
    const invited = await addInvited(tx, by, { ...owner, role: 'owner' });
    // Nothing remains of the firm: a sign-in that no person of a firm has cannot come from us.
    if (invited === null) throw new Error(`There is a sign-in with the address ${owner.email} of no firm`);
    return { kind: 'created', firmId, ownerId: invited.principalId, invitation: invited.email };
  });
}
