// The emails of a refund: one logical message per refund, event and recipient (R9), stored before it is sent, so that
// a crash between sending and recording repeats the same Message-ID and never invents a second message.
import { and, asc, eq, sql } from 'drizzle-orm';
import { asId, type FirmId, type PrincipalId, type RefundId } from '@makewhole/domain/ids';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import type { Person } from '../users/list-people.ts';
import type { Db } from '../connect.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import type { ObligationRow } from '../obligations/find-obligation.ts';
import { findRecipients } from './find-recipients.ts';
import { recordEmails } from './record-emails.ts';
import { notifications } from '../schema/notifications.ts';

export type NotificationView = {
  readonly id: string;
  /** Null for an email about a payment alone. */
  readonly refundId: RefundId | null;
  readonly event: string;
  readonly recipientName: string;
  readonly recipientEmail: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** How often a person asked to send it again. */
  readonly resends: number;
};

/** Ensures one message to each recipient of a refund's news, and returns those not sent yet. */
export function prepareNews(
  db: Db,
  refund: RefundKey,
  { event, at }: { readonly event: 'refund_processing' | 'refund_failed'; readonly at: Date },
): Promise<NotificationView[]> {
  return db.transaction(async (tx) => {
    const { matterId, requestedBy } = await lockRefund(tx, refund);
    const people = await findRecipients(tx, { ...refund, matterId, requestedBy, owner: null }, event);
    return prepare(tx, refund, people, { event, at });
  });
}

/**
 * Does the same for a message about an obligation of the refund.
 * @param message which message: its kind, and its number
 */
export function prepareMessage(
  db: Db,
  refund: RefundKey,
  { kind, nth, owed, at }: ObligationMessage,
): Promise<NotificationView[]> {
  return db.transaction(async (tx) => {
    const { matterId, requestedBy, requestedOnBehalfOf } = await lockRefund(tx, refund);
    const onBehalfOf = requestedOnBehalfOf.map((id) => asId<PrincipalId>(id));
    const about = { ...refund, matterId, requestedBy, onBehalfOf, owner: owed.owner };
    const people = await findRecipients(tx, about, kind);
    return prepare(tx, refund, people, { event: `${kind}:${owed.id}:${nth}`, at });
  });
}

export type ObligationMessage = {
  readonly kind: 'approval' | 'reminder' | 'escalation' | 'approval_overdue' | 'attention';
  readonly nth: number;
  readonly owed: Pick<ObligationRow, 'id' | 'owner'>;
  readonly at: Date;
};

/** Records that the mail server accepted a message. */
export function markNotificationSent(
  db: Db,
  notification: NotificationView & { firmId: FirmId },
  at: Date,
): Promise<void> {
  return recordAttempt(
    db,
    notification,
    { status: 'sent', sentAt: at, lastError: null },
    'notification.sent',
    at,
  );
}

/** Records a failed attempt; `final` if it is the last one. */
export async function markNotificationFailed(
  db: Db,
  notification: NotificationView & { firmId: FirmId },
  { error, final, at }: { readonly error: string; readonly final: boolean; readonly at: Date },
): Promise<void> {
  if (final)
    return recordAttempt(db, notification, { status: 'failed', lastError: error }, 'notification.failed', at);
  await db
    .update(notifications)
    .set({ attempts: sql`${notifications.attempts} + 1`, lastError: error })
    .where(eq(notifications.id, notification.id));
}

/** How many messages of an event the mail server refused for good, without anyone asking to send them again. */
export function countRefused(db: Db, refund: RefundKey, event: string): Promise<number> {
  return db.$count(notifications, and(notResent(refund, event), eq(notifications.status, 'failed')));
}

/** All messages of a refund, oldest first. */
export function listNotifications(db: Db, { firmId, refundId }: RefundKey): Promise<NotificationView[]> {
  return db
    .select(NOTIFICATION_VIEW)
    .from(notifications)
    .where(and(eq(notifications.firmId, firmId), eq(notifications.refundId, refundId)))
    .orderBy(asc(notifications.createdAt), asc(notifications.recipientEmail))
    .limit(LISTED_MAX);
}

const LISTED_MAX = 500;

/** The columns of a NotificationView. */
export const NOTIFICATION_VIEW = {
  id: notifications.id,
  refundId: notifications.refundId,
  event: notifications.event,
  recipientName: notifications.recipientName,
  recipientEmail: notifications.recipientEmail,
  status: notifications.status,
  attempts: notifications.attempts,
  lastError: notifications.lastError,
  createdAt: notifications.createdAt,
  sentAt: notifications.sentAt,
  resends: notifications.resends,
};

async function prepare(
  tx: Db,
  { firmId, refundId }: RefundKey,
  people: readonly Person[],
  { event, at }: { readonly event: string; readonly at: Date },
): Promise<NotificationView[]> {
  await recordEmails(tx, people, { firmId, refundId, about: refundId, event, at, bySweep: false });
  return tx
    .select(NOTIFICATION_VIEW)
    .from(notifications)
    .where(and(notResent({ firmId, refundId }, event), eq(notifications.status, 'pending')));
}

/** The messages of an event, except those that a person asked to send again: separate workflows send those. */
function notResent({ firmId, refundId }: RefundKey, event: string) {
  return and(
    eq(notifications.firmId, firmId),
    eq(notifications.refundId, refundId),
    eq(notifications.event, event),
    eq(notifications.resends, 0),
  );
}

async function recordAttempt(
  db: Db,
  { id, firmId, refundId, event }: NotificationView & { firmId: FirmId },
  changes: Partial<typeof notifications.$inferInsert>,
  type: RefundEventType,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (refundId !== null) await lockRefund(tx, { firmId, refundId });
    const changed = await tx
      .update(notifications)
      .set({ ...changes, attempts: sql`${notifications.attempts} + 1` })
      .where(and(eq(notifications.id, id), eq(notifications.status, 'pending')))
      .returning({ id: notifications.id });
    if (changed.length === 0 || refundId === null) return;
    await appendEvent(
      tx,
      { firmId, refundId },
      { type, actor: ENGINE, at, data: { notificationId: id, event } },
    );
  });
}
