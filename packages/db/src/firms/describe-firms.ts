// What an operator is shown of the firms of an installation: no client, no amount.
import { and, asc, count, eq, isNull, or, sql } from 'drizzle-orm';
import { asId, type FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { processorConnections } from '../schema/connections.ts';
import { firms } from '../schema/firms.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { listUsers } from '../users/list-users.ts';

export const FIRMS_SHOWN_MAX = 1_000;

export type FirmSummary = {
  readonly firmId: FirmId;
  readonly name: string;
  readonly timeZone: string;
  readonly createdAt: Date;
  readonly suspendedAt: Date | null;
};

/** Of a person's newest invitation; null once it is accepted. */
export type InvitationState = 'sent' | 'waiting' | 'failed' | null;

export type FirmDescription = FirmSummary & {
  readonly people: number;
  readonly owners: readonly {
    readonly email: string;
    readonly status: 'invited' | 'active' | 'disabled';
    readonly lastSignInAt: Date | null;
    readonly invitation: InvitationState;
  }[];
  readonly connections: readonly { readonly kind: string; readonly mode: string; readonly status: string }[];
  readonly matters: number;
  readonly payments: number;
  readonly refundsOpen: number;
};

const SUMMARY = {
  firmId: firms.id,
  name: firms.name,
  timeZone: firms.timeZone,
  createdAt: firms.createdAt,
  suspendedAt: firms.suspendedAt,
};

/** By name, FIRMS_SHOWN_MAX at most. */
export function listFirms(db: Db): Promise<FirmSummary[]> {
  return db.select(SUMMARY).from(firms).orderBy(asc(firms.name), asc(firms.id)).limit(FIRMS_SHOWN_MAX);
}

/** @param wanted its ID or its name, in upper or lower case @returns those that it may be: none, one, or more */
export function findFirmsCalled(db: Db, wanted: string): Promise<FirmSummary[]> {
  return db
    .select(SUMMARY)
    .from(firms)
    .where(or(eq(firms.id, asId<FirmId>(wanted)), eq(sql`lower(${firms.name})`, wanted.toLowerCase())))
    .limit(10);
}

export async function describeFirm(db: Db, summary: FirmSummary): Promise<FirmDescription> {
  const { firmId } = summary;
  const [people, connections, ofMatters, ofPayments, ofRefunds] = await Promise.all([
    listUsers(db, { firmId }),
    db
      .select({
        kind: processorConnections.kind,
        mode: processorConnections.mode,
        status: processorConnections.status,
      })
      .from(processorConnections)
      .where(eq(processorConnections.firmId, firmId))
      .orderBy(asc(processorConnections.createdAt)),
    db.select({ count: count() }).from(matters).where(eq(matters.firmId, firmId)),
    db.select({ count: count() }).from(payments).where(eq(payments.firmId, firmId)),
    db
      .select({ count: count() })
      .from(refunds)
      .where(and(eq(refunds.firmId, firmId), isNull(refunds.closedAt))),
  ]);
  const owners = people
    .filter(({ role }) => role === 'owner')
    .map(({ email, status, lastSignInAt, invitation }) => ({
      ...{ email, status, lastSignInAt },
      invitation: invitationState(invitation),
    }));
  return {
    ...summary,
    ...{ people: people.length, owners, connections },
    matters: ofMatters[0]?.count ?? 0,
    payments: ofPayments[0]?.count ?? 0,
    refundsOpen: ofRefunds[0]?.count ?? 0,
  };
}

export function invitationState(
  invitation: { readonly sentAt: Date | null; readonly failedAt: Date | null } | null,
): InvitationState {
  if (invitation === null) return null;
  if (invitation.sentAt !== null) return 'sent';
  return invitation.failedAt === null ? 'waiting' : 'failed';
}
