// Resolves an audience (domain/email-recipients.ts) to people, as of now.
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { FirmId, MatterId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { ROLES, type Role } from '@makewhole/domain/roles';
import { audiencesOf, type Audience, type EmailEvent } from '@makewhole/domain/email-recipients';
import { listPeople, type Person } from '../users/list-people.ts';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { matterUsers } from '../schema/matters.ts';
import { notifications } from '../schema/notifications.ts';

export type Recipient = { readonly name: string; readonly email: string };

/** What an email is about, as far as that decides who gets it. */
export type EmailTopic = {
  readonly firmId: FirmId;
  /** Null for an email about a payment alone. */
  readonly refundId: RefundId | null;
  readonly matterId: MatterId | null;
  readonly requestedBy: PrincipalId | null;
  /** The people who made the keys of the requesting program: they count as requesters (B8). */
  readonly onBehalfOf?: readonly PrincipalId[];
  /** The role that the obligation waits for; null if there is none. */
  readonly owner: Role | null;
};

/**
 * Finds who gets the email of an event. The matter's users hear of a failure only if they heard of the refund.
 * @returns each person once; empty only if the firm has nobody left to notify
 */
export async function findRecipients(db: Db, about: EmailTopic, event: EmailEvent): Promise<Person[]> {
  for (const audiences of audiencesOf(event)) {
    const found: Person[] = [];
    for (const audience of audiences) found.push(...(await peopleOf(db, about, audience, event)));
    if (found.length > 0) return oncePerAddress(found);
  }
  return [];
}

/** The first of those whose addresses differ in nothing but upper and lower case: one mailbox, as mail servers have it. */
function oncePerAddress(people: readonly Person[]): Person[] {
  const byAddress = Map.groupBy(people, ({ email }) => email.toLowerCase());
  return [...byAddress.values()].flatMap(([first]) => first ?? []);
}

async function peopleOf(
  db: Db,
  about: EmailTopic,
  audience: Audience,
  event: EmailEvent,
): Promise<readonly Person[]> {
  const { firmId, requestedBy, owner } = about;
  switch (audience) {
    case 'requester':
      return requestedBy === null ? [] : findPerson(db, firmId, requestedBy);
    case 'owners':
      return listPeople(db, firmId, ['owner']);
    case 'settlers':
      return firstWithPeople(rolesFrom(owner), (role) => listPeople(db, firmId, [role]));
    case 'approvers':
      return firstWithPeople(rolesFrom(owner), (role) => listPeople(db, firmId, [role], requestersOf(about)));
    case 'matter':
      return event === 'refund_failed' ? findRefundRecipients(db, about) : usersOnMatter(db, about);
  }
}

function requestersOf({ requestedBy, onBehalfOf = [] }: EmailTopic): readonly PrincipalId[] {
  return requestedBy === null ? onBehalfOf : [requestedBy, ...onBehalfOf];
}

/** The roles that may act for this one, nearest first. */
function rolesFrom(owner: Role | null): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(owner ?? 'owner'));
}

async function firstWithPeople(
  roles: readonly Role[],
  find: (role: Role) => Promise<Person[]>,
): Promise<Person[]> {
  for (const role of roles) {
    const people = await find(role);
    if (people.length > 0) return people;
  }
  return [];
}

function usersOnMatter(db: Db, { firmId, matterId }: EmailTopic): Promise<Person[]> {
  return matterId === null ? Promise.resolve([]) : findMatterRecipients(db, firmId, matterId);
}

async function findRefundRecipients(db: Db, { firmId, refundId }: EmailTopic): Promise<Person[]> {
  if (refundId === null) return [];
  return db
    .select({ name: notifications.recipientName, email: notifications.recipientEmail })
    .from(notifications)
    .where(
      and(
        eq(notifications.firmId, firmId),
        eq(notifications.refundId, refundId),
        eq(notifications.event, 'refund_processing'),
      ),
    );
}

async function findPerson(db: Db, firmId: FirmId, id: PrincipalId): Promise<Person[]> {
  return db
    .select({ name: principals.name, email: sql<string>`${principals.email}` })
    .from(principals)
    .where(
      and(
        eq(principals.firmId, firmId),
        eq(principals.id, id),
        eq(principals.kind, 'user'),
        isNotNull(principals.email),
        isNull(principals.disabledAt),
      ),
    );
}

/** The users on a matter, who get the emails about its refunds (R9). */
export async function findMatterRecipients(db: Db, firmId: FirmId, matterId: MatterId): Promise<Recipient[]> {
  const rows = await db
    .select({ name: matterUsers.name, email: matterUsers.email })
    .from(matterUsers)
    .where(
      and(eq(matterUsers.firmId, firmId), eq(matterUsers.matterId, matterId), isNull(matterUsers.leftAt)),
    )
    .orderBy(asc(matterUsers.email));
  return oncePerAddress(rows);
}
