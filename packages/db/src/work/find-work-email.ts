// What the emails about shared work are about: a task that was assigned, a comment that mentions its reader.
import { and, desc, eq } from 'drizzle-orm';
import {
  asId,
  type FirmId,
  type ObligationId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findOwed, type OwedRow } from '../notifications/unsent-emails.ts';
import { firms, principals } from '../schema/firms.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { comments, taskAssignments } from '../schema/work.ts';
import { MENTIONED_PREFIX } from './add-comment.ts';
import { ASSIGNED_PREFIX } from './assign-obligation.ts';

export type WorkEmail = {
  readonly firmName: string;
  /** Who assigned it, or wrote it. */
  readonly byName: string;
  /** The payment; null if it is about none. */
  readonly transactionId: TransactionId | null;
  /** Empty if it is about no payment. */
  readonly payerName: string;
} & (
  | {
      readonly kind: 'assigned';
      readonly task: Pick<OwedRow, 'id' | 'kind' | 'summary' | 'amount' | 'dueAt'>;
    }
  | { readonly kind: 'mentioned'; readonly text: string; readonly refundId: RefundId | null }
);

type Sent = { readonly firmId: FirmId; readonly event: string };

/** Undefined if the email is about something else; null if it is no longer worth sending. */
export async function findWorkEmail(db: Db, email: Sent): Promise<WorkEmail | null | undefined> {
  if (email.event.startsWith(ASSIGNED_PREFIX)) return findAssigned(db, email);
  if (email.event.startsWith(MENTIONED_PREFIX)) return findMention(db, email);
  return undefined;
}

/** Null if the task was done, or assigned to somebody else, before the email left. */
async function findAssigned(db: Db, { firmId, event }: Sent): Promise<WorkEmail | null> {
  const [id = '', nth] = event.slice(ASSIGNED_PREFIX.length).split(':');
  const task = await findOwed(db, firmId, asId<ObligationId>(id));
  if (task?.status !== 'open') return null;
  const [last] = await db
    .select({ nth: taskAssignments.nth, byName: principals.name, firmName: firms.name })
    .from(taskAssignments)
    .innerJoin(principals, eq(principals.id, taskAssignments.assignedBy))
    .innerJoin(firms, eq(firms.id, taskAssignments.firmId))
    .where(and(eq(taskAssignments.firmId, firmId), eq(taskAssignments.obligationId, task.id)))
    .orderBy(desc(taskAssignments.nth))
    .limit(1);
  if (last === undefined || last.nth !== Number(nth)) return null;
  const { byName, firmName } = last;
  return { kind: 'assigned', byName, firmName, task, ...(await findPaymentOf(db, task)) };
}

async function findPaymentOf(
  db: Db,
  {
    firmId,
    refundId,
    transactionId,
  }: Pick<typeof refunds.$inferSelect, 'firmId'> & {
    readonly refundId: RefundId | null;
    readonly transactionId: TransactionId | null;
  },
): Promise<Pick<WorkEmail, 'transactionId' | 'payerName'>> {
  const [refund] =
    refundId === null
      ? []
      : await db
          .select({ transactionId: refunds.transactionId })
          .from(refunds)
          .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
  const of = refund?.transactionId ?? transactionId;
  if (of === null) return { transactionId: null, payerName: '' };
  const [payment] = await db
    .select({ name: payments.payerName })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, of)));
  // A task about a trust transaction names one that is no payment's.
  return { transactionId: payment === undefined ? null : of, payerName: payment?.name ?? '' };
}

async function findMention(db: Db, { firmId, event }: Sent): Promise<WorkEmail | null> {
  const [found] = await db
    .select({
      text: comments.text,
      transactionId: comments.transactionId,
      refundId: comments.refundId,
      byName: principals.name,
      firmName: firms.name,
      payerName: payments.payerName,
    })
    .from(comments)
    .innerJoin(principals, eq(principals.id, comments.authorId))
    .innerJoin(firms, eq(firms.id, comments.firmId))
    .innerJoin(
      payments,
      and(eq(payments.firmId, comments.firmId), eq(payments.transactionId, comments.transactionId)),
    )
    .where(and(eq(comments.firmId, firmId), eq(comments.id, event.slice(MENTIONED_PREFIX.length))));
  return found === undefined ? null : { kind: 'mentioned', ...found };
}
