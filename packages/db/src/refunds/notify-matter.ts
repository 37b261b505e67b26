// The emails of a refund: one logical message for each refund, event and recipient (R9), kept before it is sent, so that
// a crash between sending and noting repeats the same Message-ID and never invents a second message. The ID is made of what
// the message is about, so that even a database restored from a backup, which forgot the message, repeats it.
import { createHash } from 'node:crypto';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { ROLES, type Role } from '@makewhole/domain/roles';
import { listPeople } from '../access/list-people.ts';
import type { Db } from '../connect.ts';
import { notifications } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from './append-event.ts';
import { lockRefund, type RefundKey } from './lock-refund.ts';
import { findRecipients, type Recipient } from './preview-refund.ts';

export type NotificationView = {
  readonly id: string;
  readonly refundId: RefundId;
  readonly event: string;
  readonly recipientName: string;
  readonly recipientEmail: string;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** How often a person asked for it to be sent again. */
  readonly resends: number;
};

/** Makes sure of one message to each user on the matter about this event, and gives those that are not sent yet. */
export function prepareMatterNotifications(
  db: Db,
  refund: RefundKey,
  input: { readonly event: string; readonly at: Date },
): Promise<NotificationView[]> {
  return db.transaction(async (tx) => {
    const { matterId } = await lockRefund(tx, refund);
    const people = matterId === null ? [] : await findRecipients(tx, refund.firmId, matterId);
    return prepare(tx, refund, people, input);
  });
}

/** The same for the people of the firm who hold one of these roles: reminders, escalations, attention. */
export function prepareRoleNotifications(
  db: Db,
  refund: RefundKey,
  input: { readonly event: string; readonly roles: readonly Role[]; readonly at: Date },
): Promise<NotificationView[]> {
  return db.transaction(async (tx) => {
    await lockRefund(tx, refund);
    const people = await listPeople(tx, refund.firmId, input.roles);
    // A firm without anyone of that role still has people who must hear of it.
    const anyone = people.length > 0 ? people : await listPeople(tx, refund.firmId, ROLES);
    return prepare(tx, refund, anyone, input);
  });
}

/** Notes that the mail server took a message. */
export function markNotificationSent(
  db: Db,
  notification: NotificationView & { firmId: FirmId },
  at: Date,
): Promise<void> {
  return noteAttempt(
    db,
    notification,
    { status: 'sent', sentAt: at, lastError: null },
    'notification.sent',
    at,
  );
}

/** Notes that a try failed; `final` when it will not be tried again. */
export async function markNotificationFailed(
  db: Db,
  notification: NotificationView & { firmId: FirmId },
  { error, final, at }: { readonly error: string; readonly final: boolean; readonly at: Date },
): Promise<void> {
  if (final)
    return noteAttempt(db, notification, { status: 'failed', lastError: error }, 'notification.failed', at);
  await db
    .update(notifications)
    .set({ attempts: sql`${notifications.attempts} + 1`, lastError: error })
    .where(eq(notifications.id, notification.id));
}

/** How many messages of an event the mail server refused for good, and nobody asked for again. */
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
  people: readonly Recipient[],
  { event, at }: { readonly event: string; readonly at: Date },
): Promise<NotificationView[]> {
  if (people.length === 0) return [];
  await tx
    .insert(notifications)
    .values(
      people.map(({ name, email }) => ({
        id: notificationId(refundId, event, email),
        firmId,
        refundId,
        event,
        recipientName: name,
        recipientEmail: email,
        createdAt: at,
      })),
    )
    .onConflictDoNothing();
  return tx
    .select(NOTIFICATION_VIEW)
    .from(notifications)
    .where(and(notResent({ firmId, refundId }, event), eq(notifications.status, 'pending')));
}

/** The messages of an event, but for those that a person asked for again: they are sent by workflows of their own. */
function notResent({ firmId, refundId }: RefundKey, event: string) {
  return and(
    eq(notifications.firmId, firmId),
    eq(notifications.refundId, refundId),
    eq(notifications.event, event),
    eq(notifications.resends, 0),
  );
}

function notificationId(refundId: RefundId, event: string, email: string): string {
  const content = createHash('sha256').update(JSON.stringify([refundId, event, email]));
  return `ntf_${content.digest('hex').slice(0, ID_HEX_DIGITS)}`;
}

/** As every other ID. */
const ID_HEX_DIGITS = 32;

async function noteAttempt(
  db: Db,
  { id, firmId, refundId, event }: NotificationView & { firmId: FirmId },
  changes: Partial<typeof notifications.$inferInsert>,
  type: string,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockRefund(tx, { firmId, refundId });
    const changed = await tx
      .update(notifications)
      .set({ ...changes, attempts: sql`${notifications.attempts} + 1` })
      .where(and(eq(notifications.id, id), eq(notifications.status, 'pending')))
      .returning({ id: notifications.id });
    if (changed.length === 0) return;
    await appendEvent(
      tx,
      { firmId, refundId },
      { type, actor: ENGINE, at, data: { notificationId: id, event } },
    );
  });
}
