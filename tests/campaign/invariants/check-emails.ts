import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '@makewhole/db/connect';
import { matterUsers } from '@makewhole/db/schema/matters';
import { refunds } from '@makewhole/db/schema/refunds';
import type { TransactionId } from '@makewhole/domain/ids';
import type { CaughtMessage } from '@makewhole/stack/mail-store';
import type { CampaignWorld } from '../world.ts';
import type { RefundRow, Violation } from './invariant.ts';
import { obligations } from '@makewhole/db/schema/obligations';
import { notifications } from '@makewhole/db/schema/notifications';

type Noted = Pick<
  typeof notifications.$inferSelect,
  'id' | 'event' | 'recipientEmail' | 'status' | 'resends'
>;

/**
 * One logical email for each refund, user and event (R9, I5), told by what arrived and not only by what was noted.
 * @param aboutPayment what arrived about the refund's payment
 */
export async function checkEmails(
  { db }: CampaignWorld,
  row: RefundRow,
  aboutPayment: readonly CaughtMessage[],
): Promise<Violation[]> {
  const noted = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.firmId, row.firmId), eq(notifications.refundId, row.id)));
  const users = await usersOf(db, row);
  const attentions = await attentionsOf(db, row);
  const arrived = aboutPayment.filter((message) => isAbout(row, message, noted));
  return [
    ...notedTwice(noted),
    ...arrived.flatMap((message) => strangeness(message, noted)),
    ...neverArrived(arrived, noted),
    ...untold(row, users, noted),
    ...unheard(row, noted, attentions),
  ].map((what) => ({ invariant: 'I5', what: `${row.id}: ${what}` }));
}

/** The matter's users may be told of a refund by its payment alone: nobody of this payment's refunds noted these. */
export async function checkUnnotedEmails(
  { db }: CampaignWorld,
  transactionId: TransactionId,
  aboutPayment: readonly CaughtMessage[],
): Promise<Violation[]> {
  const noted = await db
    .select({ id: notifications.id })
    .from(notifications)
    .innerJoin(refunds, eq(refunds.id, notifications.refundId))
    .where(eq(refunds.transactionId, transactionId));
  // What is owed about the payment alone names its obligation in the event.
  const ofTasks = await db
    .select({ id: notifications.id })
    .from(notifications)
    .innerJoin(obligations, eq(sql`split_part(${notifications.event}, ':', 2)`, obligations.id))
    .where(and(isNull(notifications.refundId), eq(obligations.transactionId, transactionId)));
  return aboutPayment
    .filter(
      (message) => refundNamedIn(message) === undefined && !isNotedAmong([...noted, ...ofTasks], message),
    )
    .map(({ subject, to, messageId }) => ({
      invariant: 'I5',
      what: `${transactionId}: nobody noted "${subject}" to ${to} (${messageId})`,
    }));
}

/** By the refund that it names, or, where it names only the payment, by who noted it. */
function isAbout({ id }: RefundRow, message: CaughtMessage, noted: readonly Noted[]): boolean {
  const named = refundNamedIn(message);
  return named === undefined ? isNotedAmong(noted, message) : named === id;
}

function refundNamedIn({ text }: CaughtMessage): string | undefined {
  return /\brf_[0-9a-f]{32}\b/.exec(text)?.[0];
}

function isNotedAmong(noted: readonly Pick<Noted, 'id'>[], { messageId }: CaughtMessage): boolean {
  return noted.some(({ id }) => messageId.includes(id));
}

async function usersOf(db: Db, { firmId, matterId }: RefundRow): Promise<string[]> {
  if (matterId === null) return [];
  const users = await db
    .select({ email: matterUsers.email })
    .from(matterUsers)
    .where(and(eq(matterUsers.firmId, firmId), eq(matterUsers.matterId, matterId)));
  return users.map(({ email }) => email);
}

/** The causes for which somebody was asked to look at the refund, then or now. */
async function attentionsOf(db: Db, { firmId, id }: RefundRow): Promise<string[]> {
  const { kind, subject } = obligations;
  const ofRefund = and(eq(obligations.firmId, firmId), eq(obligations.refundId, id), eq(kind, 'attention'));
  return (await db.select({ subject }).from(obligations).where(ofRefund)).map((one) => one.subject);
}

function notedTwice(noted: readonly Noted[]): string[] {
  const logical = new Set(noted.map(({ event, recipientEmail }) => `${event} ${recipientEmail}`));
  return logical.size === noted.length ? [] : ['the same email is noted twice'];
}

/** What arrived was noted under its ID, for its reader, and is about what it was noted for. */
function strangeness({ messageId, to, subject }: CaughtMessage, noted: readonly Noted[]): string[] {
  const note = noted.find(({ id }) => messageId === `<${id}@makewhole.invalid>`);
  if (note === undefined) return [`nobody noted "${subject}" to ${to} (${messageId})`];
  if (note.recipientEmail === to && saysWhatItIs(note, subject)) return [];
  return [`"${subject}" came to ${to}, and was noted as ${note.event} to ${note.recipientEmail}`];
}

const SUBJECTS: Readonly<Record<string, RegExp>> = {
  refund_processing: /^Payment refunded: /,
  refund_failed: /^Refund failed: /,
  refund_succeeded: /^Refund paid: /,
  refund_approved: /^Refund approved: /,
  refund_declined: /^Refund declined: /,
  refund_expired: /^Refund not approved in time: /,
  refund_canceled: /^Refund canceled: /,
  refund_rejected: /^Refund rejected: /,
  task: /^To do: /,
  approval: /^A refund of .* waits for your approval$/,
  reminder: /^Reminder: /,
  escalation: /^Overdue: /,
  approval_overdue: /^Not approved yet: /,
  attention: /^A refund of .* needs attention$/,
};

function saysWhatItIs({ event }: Noted, subject: string): boolean {
  const [kind = ''] = event.split(':');
  return SUBJECTS[kind]?.test(subject) ?? false;
}

function neverArrived(arrived: readonly CaughtMessage[], noted: readonly Noted[]): string[] {
  return noted
    .filter(({ id, status }) => status === 'sent' && !arrived.some(({ messageId }) => messageId.includes(id)))
    .map(({ event, recipientEmail }) => `${event} was sent to ${recipientEmail}, and never arrived`);
}

/** A refund that was closed has told everybody on the matter, or has noted why not (R9). */
function untold(
  { status, closedAt }: RefundRow,
  users: readonly string[],
  noted: readonly Noted[],
): string[] {
  const wasTold = (event: string, email: string) =>
    noted.some((one) => one.event === event && one.recipientEmail === email && one.status !== 'pending');
  if (closedAt === null) return [];
  const isKnown = noted.some(({ event }) => event === 'refund_processing');
  const owed = [
    ...(status === 'succeeded' || isKnown ? ['refund_processing'] : []),
    ...(status === 'failed' && isKnown ? ['refund_failed'] : []),
  ];
  return owed.flatMap((event) =>
    users.filter((email) => !wasTold(event, email)).map((email) => `${email} was not told of ${event}`),
  );
}

const CAUSES: Readonly<Record<string, string>> = {
  refund_processing: 'notification_failed',
  refund_failed: 'failure_notification_failed',
};

/** Who could not be told was made somebody's task before the refund was closed. */
function unheard({ closedAt }: RefundRow, noted: readonly Noted[], attentions: readonly string[]): string[] {
  if (closedAt === null) return [];
  return noted
    .filter(({ event, status, resends }) => event in CAUSES && status === 'failed' && resends === 0)
    .filter(({ event }) => !attentions.includes(CAUSES[event] ?? ''))
    .map(({ event, recipientEmail }) => `nobody heard that ${recipientEmail} could not be told of ${event}`);
}
