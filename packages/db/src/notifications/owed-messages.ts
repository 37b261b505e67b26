// No open obligation goes unannounced (B14): the people who may complete it are notified, then reminded, and finally
// the owners, whether or not a workflow watches it. A message that a workflow already recorded is not recorded twice.
import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { asId, type PrincipalId } from '@makewhole/domain/ids';
import { DEFAULT_REMINDER_DAYS, remindersOf, type ReminderDays } from '@makewhole/domain/obligation-dates';
import { ruleOf } from '@makewhole/domain/obligations';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { findRecipients, type EmailTopic } from './find-recipients.ts';
import { lockRefund } from '../lock-refund.ts';
import { recordEmails } from './record-emails.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { findReconciliationTerms } from '../state-profiles/confirmations.ts';
import { obligations } from '../schema/obligations.ts';
import { notifications } from '../schema/notifications.ts';

/** If a workflow watches the obligation, it sends the reminders itself. */
const REMIND_LATER_BY_MS = 15 * 60_000;

type Row = typeof obligations.$inferSelect;
type Message = { readonly at: Date; readonly kind: EmailEvent; readonly nth: number };

/**
 * Records the messages that are due and not recorded yet; the sweep sends them.
 * @returns how many obligations it looked at
 */
export async function recordOwedMessages(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const due = await db
    .select({ id: obligations.id, firmId: obligations.firmId, refundId: obligations.refundId })
    .from(obligations)
    .where(isDue(now))
    .orderBy(asc(obligations.nextMessageAt))
    .limit(limit);
  for (const { id, firmId, refundId } of due) {
    await db.transaction(async (tx) => {
      // Completing an obligation locks its refund first, so lock in the same order.
      if (refundId !== null) await lockRefund(tx, { firmId, refundId });
      const [row] = await tx
        .select()
        .from(obligations)
        .where(and(eq(obligations.id, id), isDue(now)))
        .for('update');
      if (row !== undefined) await recordDue(tx, row, now);
    });
  }
  return due.length;
}

/** The predicate of the index obligations_to_tell. */
function isDue(now: Date) {
  return and(
    eq(obligations.status, 'open'),
    isNotNull(obligations.nextMessageAt),
    lte(obligations.nextMessageAt, now),
  );
}

async function recordDue(tx: Db, row: Row, now: Date): Promise<void> {
  const messages = messagesOf(row, await findDays(tx, row));
  const next = messages.find(({ at }) => at > now);
  // After an outage, the last message covers all of them; there are two where the owners hear the same at once.
  const last = messages.findLast(({ at }) => at <= now);
  for (const message of messages) {
    if (message.at.getTime() === last?.at.getTime()) await record(tx, row, message, now);
  }
  await tx
    .update(obligations)
    .set({ nextMessageAt: next?.at ?? null })
    .where(eq(obligations.id, row.id));
}

async function record(tx: Db, row: Row, { kind, nth }: Message, at: Date): Promise<void> {
  const { firmId, refundId, id } = row;
  const event = `${kind}:${id}:${nth}`;
  if (await isRecorded(tx, row, event)) return;
  const people = await findRecipients(tx, await aboutOf(tx, row), kind);
  const about = refundId ?? id;
  await recordEmails(tx, people, { firmId, refundId, about, event, at, bySweep: true });
}

async function isRecorded(tx: Db, { firmId, refundId }: Row, event: string): Promise<boolean> {
  const recorded = await tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(
      and(
        eq(notifications.firmId, firmId),
        refundId === null ? sql`${notifications.refundId} IS NULL` : eq(notifications.refundId, refundId),
        eq(notifications.event, event),
      ),
    )
    .limit(1);
  return recorded.length > 0;
}

function messagesOf({ kind, openedAt, dueAt }: Row, days: ReminderDays): Message[] {
  const { toldAs } = ruleOf(kind);
  const first = toldAs === null ? null : { at: firstMessageAt(openedAt, kind), kind: toldAs, nth: 0 };
  const planned = remindersOf(kind, openedAt.toISOString(), days, dueAt.toISOString());
  const reminders = planned.map(({ at, ...message }) => ({
    ...message,
    at: new Date(Date.parse(at) + REMIND_LATER_BY_MS),
  }));
  return first === null ? reminders : [first, ...reminders];
}

async function findDays(tx: Db, { firmId, kind }: Row): Promise<ReminderDays> {
  const [firm] = await tx
    .select({ remindAfter: firms.remindAfterBankDays, escalateAfter: firms.escalateAfterBankDays })
    .from(firms)
    .where(eq(firms.id, firmId));
  const days = firm ?? DEFAULT_REMINDER_DAYS;
  if (ruleOf(kind).reminders !== 'monthly') return days;
  return { ...days, ownersHearOn: (await findReconciliationTerms(tx, { firmId })).ownerDay };
}

async function aboutOf(tx: Db, { firmId, refundId, transactionId, owner }: Row): Promise<EmailTopic> {
  if (refundId !== null) {
    const [refund] = await tx
      .select({
        matterId: refunds.matterId,
        requestedBy: refunds.requestedBy,
        onBehalfOf: refunds.requestedOnBehalfOf,
      })
      .from(refunds)
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
    if (refund === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
    const onBehalfOf = refund.onBehalfOf.map((id) => asId<PrincipalId>(id));
    return { firmId, refundId, owner, ...refund, onBehalfOf };
  }
  if (transactionId === null) return { firmId, refundId, owner, matterId: null, requestedBy: null };
  const [payment] = await tx
    .select({ matterId: payments.matterId })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  return { firmId, refundId, owner, matterId: payment?.matterId ?? null, requestedBy: null };
}
