// Sign-ins and API keys that nobody has used for 90 days end (PCI DSS 8.2.6); the firm's owners hear of it a week before.
import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { reviewUse, reviewedIfUsedBefore, type Review, type Unused } from '@makewhole/domain/access-review';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import type { Db } from '../connect.ts';
import { session } from '../schema/auth.ts';
import { apiKeys, principals } from '../schema/firms.ts';
import { endPasswordLinks } from './end-password-links.ts';
import { requestAccountEmail } from './request-account-email.ts';
import { hasPassword } from './user-view.ts';

type Candidate = {
  readonly subject: Pick<Unused, 'kind' | 'id' | 'name'>;
  readonly lastUsedAt: Date;
  readonly toldAt: Date | null;
  /** What the firm's timeline calls it. */
  readonly data: Readonly<Record<string, string>>;
  readonly isOwner: boolean;
  readonly authUserId: string | null;
};

type Tx = { readonly tx: Db; readonly by: { firmId: FirmId; principalId: typeof ENGINE; at: Date } };

/**
 * Reviews a firm's users and keys, in one transaction. Safe to repeat: what was told or ended is not told or ended again.
 * The last owner who can sign in stays.
 * @returns the emails to the owners, recorded and not sent yet
 */
export function reviewAccess(db: Db, firmId: FirmId, now: Date): Promise<AccountEmailInput[]> {
  return db.transaction(async (tx) => {
    const work: Tx = { tx, by: { firmId, principalId: ENGINE, at: now } };
    // Locked before the firm's row, in the order of their IDs, as where an owner disables somebody (change-user.ts).
    const owners = new Set<string>(await lockOwners(tx, firmId));
    const candidates = [...(await listUsers(work)), ...(await listKeys(work))];
    const leastUsedFirst = candidates.toSorted(
      (one, other) => one.lastUsedAt.getTime() - other.lastUsedAt.getTime(),
    );
    const told: Unused[] = [];
    const ended: Unused[] = [];
    for (const candidate of leastUsedFirst) {
      const review = reviewUse(candidate, now);
      const isLastOwner = candidate.isOwner && owners.has(candidate.subject.id) && owners.size === 1;
      if (isLastOwner || review.kind === 'used' || review.kind === 'told') continue;
      if (review.kind === 'tell') {
        await tell(work, candidate, review.endsAt);
        told.push(unusedOf(candidate, review));
      } else {
        await end(work, candidate);
        owners.delete(candidate.subject.id);
        ended.push(unusedOf(candidate, review));
      }
    }
    return [
      ...(await mailOwners(work, 'inactivity_told', told)),
      ...(await mailOwners(work, 'inactivity_ended', ended)),
    ];
  });
}

/** Those who can sign in. */
async function lockOwners(tx: Db, firmId: FirmId): Promise<PrincipalId[]> {
  const isOwner = and(eq(principals.firmId, firmId), eq(principals.role, 'owner'));
  const rows = await tx
    .select({ id: principals.id })
    .from(principals)
    .where(and(isOwner, isNull(principals.disabledAt), hasPassword))
    .orderBy(principals.id)
    .for('update');
  return rows.map(({ id }) => id);
}

async function listUsers({ tx, by }: Tx): Promise<Candidate[]> {
  const { id, name, role, authUserId, inactivityToldAt, lastSignInAt, letInAt, createdAt } = principals;
  const lastUsedAt = sql<Date>`GREATEST(${lastSignInAt}, ${letInAt}, ${createdAt})`.mapWith(createdAt);
  const rows = await tx
    .select({ id, name, role, authUserId, toldAt: inactivityToldAt, lastUsedAt })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, by.firmId),
        eq(principals.kind, 'user'),
        isNull(principals.disabledAt),
        lte(lastUsedAt, sql`${reviewedIfUsedBefore(by.at).toISOString()}::timestamptz`),
      ),
    )
    .orderBy(id)
    .for('update');
  return rows.map(({ id, name, role, ...row }) => ({
    ...row,
    subject: { kind: 'user', id, name },
    data: { principalId: id },
    isOwner: role === 'owner',
  }));
}

async function listKeys({ tx, by }: Tx): Promise<Candidate[]> {
  const { id, firmId, principalId, createdAt, inactivityToldAt } = apiKeys;
  const lastUsedAt = sql<Date>`GREATEST(${apiKeys.lastUsedAt}, ${createdAt})`.mapWith(createdAt);
  const rows = await tx
    .select({ id, name: principals.name, toldAt: inactivityToldAt, lastUsedAt })
    .from(apiKeys)
    .innerJoin(principals, and(eq(principals.firmId, firmId), eq(principals.id, principalId)))
    .where(
      and(
        eq(firmId, by.firmId),
        isNull(apiKeys.revokedAt),
        lte(lastUsedAt, sql`${reviewedIfUsedBefore(by.at).toISOString()}::timestamptz`),
      ),
    )
    .orderBy(id)
    .for('update', { of: apiKeys });
  return rows.map(({ id, name, ...row }) => ({
    ...row,
    subject: { kind: 'api_key', id, name },
    data: { apiKeyId: id },
    isOwner: false,
    authUserId: null,
  }));
}

async function tell({ tx, by }: Tx, { subject, data }: Candidate, endsAt: Date): Promise<void> {
  const toldAt = { inactivityToldAt: by.at };
  if (subject.kind === 'user') {
    await tx
      .update(principals)
      .set(toldAt)
      .where(sql`${principals.id} = ${subject.id}`);
  } else {
    await tx.update(apiKeys).set(toldAt).where(eq(apiKeys.id, subject.id));
  }
  const facts = { ...data, endsAt: endsAt.toISOString() };
  await appendFirmEvent(tx, by, { type: 'access.inactivity_told', data: facts });
}

async function end({ tx, by }: Tx, candidate: Candidate): Promise<void> {
  const { subject, data, lastUsedAt, authUserId } = candidate;
  const facts = { ...data, lastUsedAt: lastUsedAt.toISOString() };
  if (subject.kind === 'api_key') {
    await tx.update(apiKeys).set({ revokedAt: by.at }).where(eq(apiKeys.id, subject.id));
    await appendFirmEvent(tx, by, { type: 'api_key.revoked_unused', data: facts });
    return;
  }
  await tx
    .update(principals)
    .set({ disabledAt: by.at })
    .where(sql`${principals.id} = ${subject.id}`);
  if (authUserId !== null) {
    await tx.delete(session).where(eq(session.userId, authUserId));
    await endPasswordLinks(tx, authUserId);
  }
  await appendFirmEvent(tx, by, { type: 'user.disabled_inactive', data: facts });
}

function unusedOf({ subject, lastUsedAt }: Candidate, { endsAt }: Exclude<Review, { kind: 'used' }>): Unused {
  return { ...subject, lastUsedAt: lastUsedAt.toISOString(), endsAt: endsAt.toISOString() };
}

async function mailOwners(
  { tx, by }: Tx,
  kind: 'inactivity_told' | 'inactivity_ended',
  unused: readonly Unused[],
): Promise<AccountEmailInput[]> {
  if (unused.length === 0) return [];
  const { firmId, at: now } = by;
  const owners = await tx
    .select({ id: principals.id })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        eq(principals.role, 'owner'),
        isNotNull(principals.email),
        isNull(principals.disabledAt),
      ),
    )
    .orderBy(principals.id);
  const emails: AccountEmailInput[] = [];
  for (const { id: principalId } of owners) {
    const email = { firmId, principalId, kind, requestedBy: null, now, about: { unused } };
    emails.push(await requestAccountEmail(tx, email));
  }
  return emails;
}
