// What stops the first refund of a firm, as its rows show it.
import { and, count, eq, isNotNull, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { findNewestCredentials } from '../connections/credentials.ts';
import { listConnections } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { payments } from '../schema/payments.ts';
import { listUsers } from '../users/list-users.ts';
import { invitationState, type FirmSummary, type InvitationState } from './describe-firms.ts';

export type Obstacle =
  | { readonly kind: 'suspended' }
  /** No owner has ever signed in; who was invited, and what became of the newest invitation. */
  | {
      readonly kind: 'no_owner';
      readonly email: string | null;
      readonly invitation: InvitationState;
      readonly lastError: string | null;
    }
  | { readonly kind: 'no_connection' }
  | {
      readonly kind: 'connection_unconfirmed' | 'connection_broken' | 'connection_disabled';
      readonly label: string;
    }
  | { readonly kind: 'mail_failing'; readonly count: number; readonly lastError: string | null }
  | { readonly kind: 'no_payments' };

export async function findObstacles(db: Db, firm: FirmSummary): Promise<readonly Obstacle[]> {
  const { firmId } = firm;
  return [
    ...(firm.suspendedAt === null ? [] : [{ kind: 'suspended' } as const]),
    ...(await ofOwners(db, firmId)),
    ...(await ofConnections(db, firmId)),
    ...(await ofMail(db, firmId)),
    ...((await hasPayments(db, firmId)) ? [] : [{ kind: 'no_payments' } as const]),
  ];
}

async function ofOwners(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const owners = (await listUsers(db, { firmId })).filter(({ role }) => role === 'owner');
  if (owners.some(({ status, lastSignInAt }) => status === 'active' && lastSignInAt !== null)) return [];
  const [owner] = owners;
  const invitation = owner?.invitation ?? null;
  return [
    {
      kind: 'no_owner',
      email: owner?.email ?? null,
      invitation: invitationState(invitation),
      lastError: invitation?.lastError ?? null,
    },
  ];
}

async function ofConnections(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const connections = await listConnections(db, firmId);
  if (connections.length === 0) return [{ kind: 'no_connection' }];
  if (connections.some(({ status }) => status === 'active')) return [];
  const broken = connections.filter(({ status }) => status === 'broken');
  if (broken.length > 0) return broken.map(({ label }) => ({ kind: 'connection_broken', label }));
  return Promise.all(
    connections.map(async ({ id, label }) => {
      const newest = await findNewestCredentials(db, id);
      const waits = newest !== null && newest.confirmedAt === null;
      return { kind: waits ? 'connection_unconfirmed' : 'connection_disabled', label } as const;
    }),
  );
}

/** Emails about accounts that the mail server did not take in the last day. */
async function ofMail(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const [failing] = await db
    .select({ count: count(), lastError: sql<string | null>`max(${accountEmails.lastError})` })
    .from(accountEmails)
    .where(
      and(
        eq(accountEmails.firmId, firmId),
        isNotNull(accountEmails.lastError),
        sql`${accountEmails.requestedAt} > now() - interval '1 day'`,
      ),
    );
  if (failing === undefined || failing.count === 0) return [];
  return [{ kind: 'mail_failing', count: failing.count, lastError: failing.lastError }];
}

async function hasPayments(db: Db, firmId: FirmId): Promise<boolean> {
  const [one] = await db
    .select({ id: payments.transactionId })
    .from(payments)
    .where(eq(payments.firmId, firmId))
    .limit(1);
  return one !== undefined;
}
