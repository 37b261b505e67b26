// What stops the first refund of a firm, as its rows show it.
import { and, count, eq, isNull, min, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { findNewestCredentials } from '../connections/credentials.ts';
import { listConnections } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { findStaleTrustBalances } from './find-stale-trust-balances.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { listUsers } from '../users/list-users.ts';
import { findUnsentMail } from './find-unsent-mail.ts';
import { invitationState, type FirmSummary, type InvitationState } from '../firms/describe-firms.ts';

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
  /** Nothing is wrong but that nobody takes them up. */
  | { readonly kind: 'mail_waiting' | 'refunds_waiting'; readonly count: number; readonly since: Date }
  | { readonly kind: 'no_matters' }
  | { readonly kind: 'no_payments' }
  /** Balances of the firm's own system that are too old for its rule; at most `limit` are counted. */
  | { readonly kind: 'trust_balances_stale'; readonly count: number; readonly limit: number }
  /** At most UNASSIGNED_COUNTED_MAX. */
  | { readonly kind: 'payments_unassigned'; readonly count: number };

export const UNASSIGNED_COUNTED_MAX = 1_000;

export async function findObstacles(db: Db, firm: FirmSummary, now: Date): Promise<readonly Obstacle[]> {
  const { firmId } = firm;
  return [
    ...(firm.suspendedAt === null ? [] : [{ kind: 'suspended' } as const]),
    ...(await ofOwners(db, firmId)),
    ...(await ofConnections(db, firmId)),
    ...(await ofMail(db, firmId)),
    ...(await ofRefunds(db, firmId)),
    ...((await hasMatters(db, firmId)) ? [] : [{ kind: 'no_matters' } as const]),
    ...(await ofTrustBalances(db, firmId, now)),
    ...((await hasPayments(db, firmId))
      ? await ofUnassigned(db, firmId)
      : [{ kind: 'no_payments' } as const]),
  ];
}

async function ofTrustBalances(db: Db, firmId: FirmId, now: Date): Promise<readonly Obstacle[]> {
  const { count, limit } = await findStaleTrustBalances(db, { firmId, now });
  return count === 0 ? [] : [{ kind: 'trust_balances_stale', count, limit }];
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

async function ofMail(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const { failing, waiting } = await findUnsentMail(db, firmId);
  return [
    ...(failing === null ? [] : [{ kind: 'mail_failing', ...failing } as const]),
    ...(waiting === null ? [] : [{ kind: 'mail_waiting', ...waiting } as const]),
  ];
}

/** Refunds whose workflow nobody has started, which takes a minute at most while a worker runs. */
async function ofRefunds(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const [waiting] = await db
    .select({ count: count(), since: min(refunds.requestedAt) })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        isNull(refunds.workflowRunId),
        isNull(refunds.closedAt),
        sql`${refunds.requestedAt} < now() - interval '5 minutes'`,
      ),
    );
  if (waiting?.since == null) return [];
  return [{ kind: 'refunds_waiting', count: waiting.count, since: waiting.since }];
}

async function ofUnassigned(db: Db, firmId: FirmId): Promise<readonly Obstacle[]> {
  const listed = db
    .select({ id: payments.transactionId })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), payments.unassigned))
    .limit(UNASSIGNED_COUNTED_MAX)
    .as('listed');
  const [found] = await db.select({ count: count() }).from(listed);
  return found === undefined || found.count === 0
    ? []
    : [{ kind: 'payments_unassigned', count: found.count }];
}

async function hasMatters(db: Db, firmId: FirmId): Promise<boolean> {
  const [one] = await db.select({ id: matters.id }).from(matters).where(eq(matters.firmId, firmId)).limit(1);
  return one !== undefined;
}

async function hasPayments(db: Db, firmId: FirmId): Promise<boolean> {
  const [one] = await db
    .select({ id: payments.transactionId })
    .from(payments)
    .where(eq(payments.firmId, firmId))
    .limit(1);
  return one !== undefined;
}
