// Sends a refund's email again because a person asks for it. The message stays one row; what is new is the attempt,
// and the event that says who asked.
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { asId, type FirmId, type ObligationId, type PrincipalId, type RefundId } from '@makewhole/domain/ids';
import {
  RESENDS_MAX,
  RESEND_PAUSE_SECONDS,
  type ResendWorkflowInput,
} from '@makewhole/domain/contracts/resend-email';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import { lockRefund } from '../lock-refund.ts';
import { NOTIFICATION_VIEW, type NotificationView } from './prepare-notifications.ts';
import { notifications } from '../schema/notifications.ts';

export type ResendRequest = {
  readonly firmId: FirmId;
  readonly id: string;
  readonly actor: PrincipalId;
  readonly now: Date;
};

/** pending: it is being sent right now; settled: what it asks its reader for is done, or no longer owed. */
export type ResendOutcome =
  | { readonly kind: 'asked'; readonly notification: NotificationView & { readonly refundId: RefundId } }
  | { readonly kind: 'not_found' | 'pending' | 'settled' | 'too_many' }
  | { readonly kind: 'too_soon'; readonly retryAfterSeconds: number };

/** Records a request to send an email again, and who made it. */
export async function requestResend(
  db: Db,
  { firmId, id, actor, now }: ResendRequest,
): Promise<ResendOutcome> {
  const known = await findNotification(db, { firmId, id });
  // The sweep retries emails about a payment alone until the mail server accepts them.
  if (known?.refundId == null) return { kind: 'not_found' };
  const refund = { firmId, refundId: known.refundId };
  return db.transaction(async (tx) => {
    await lockRefund(tx, refund);
    const [row] = await tx.select().from(notifications).where(ofFirm({ firmId, id }));
    if (row === undefined) return { kind: 'not_found' };
    if (row.status === 'pending') return { kind: 'pending' };
    if (row.resends >= RESENDS_MAX) return { kind: 'too_many' };
    const lastAt = row.resendAskedAt ?? row.sentAt;
    const waitMs = (lastAt?.getTime() ?? 0) + RESEND_PAUSE_SECONDS * 1_000 - now.getTime();
    if (waitMs > 0) return { kind: 'too_soon', retryAfterSeconds: Math.ceil(waitMs / 1_000) };
    const obligationId = obligationOf(row.event);
    if (obligationId !== null && (await findObligation(tx, refund, obligationId))?.status !== 'open') {
      return { kind: 'settled' };
    }
    const asked = {
      status: 'pending',
      resends: row.resends + 1,
      resendAskedAt: now,
      resendRunId: null,
    } as const;
    const [notification] = await tx
      .update(notifications)
      .set({ ...asked, lastError: null })
      .where(ofFirm({ firmId, id }))
      .returning(NOTIFICATION_VIEW);
    if (notification === undefined) return { kind: 'not_found' };
    const data = { notificationId: id, event: row.event, nth: asked.resends };
    await appendEvent(tx, refund, { type: 'notification.resend', actor, at: now, data });
    return { kind: 'asked', notification: { ...notification, refundId: refund.refundId } };
  });
}

/** The obligation that an email asks its reader to complete; null for emails to the matter's users. */
export function obligationOf(event: string): ObligationId | null {
  const [, obligationId] = event.split(':');
  return obligationId === undefined ? null : asId<ObligationId>(obligationId);
}

/** An email of the firm, or null; an email of another firm also gives null. */
export async function findNotification(
  db: Db,
  key: { readonly firmId: FirmId; readonly id: string },
): Promise<NotificationView | null> {
  const [row] = await db.select(NOTIFICATION_VIEW).from(notifications).where(ofFirm(key));
  return row ?? null;
}

/** Records the run ID of the workflow that sends it. */
export async function markResendStarted(
  db: Db,
  { firmId, notificationId, nth }: ResendWorkflowInput,
  runId: string,
): Promise<void> {
  await db
    .update(notifications)
    .set({ resendRunId: runId })
    .where(and(ofFirm({ firmId, id: notificationId }), eq(notifications.resends, nth)));
}

/** Emails that a person asked to send again and that were neither sent nor given up. */
export function listOpenResends(db: Db, page: OpenWorkPage): Promise<ResendWorkflowInput[]> {
  const { id, firmId, refundId, resends, resendRunId, resendAskedAt, status } = notifications;
  return db
    .select({
      firmId,
      // A person can resend only a refund's email.
      refundId: sql<RefundId>`${refundId}`,
      notificationId: id,
      nth: resends,
    })
    .from(notifications)
    .where(
      and(
        eq(status, 'pending'),
        isNotNull(refundId),
        gt(resends, 0),
        onPage({ id, runId: resendRunId, recordedAt: resendAskedAt }, page),
      ),
    )
    .orderBy(asc(id))
    .limit(page.limit);
}

function ofFirm({ firmId, id }: { readonly firmId: FirmId; readonly id: string }) {
  return and(eq(notifications.firmId, firmId), eq(notifications.id, id));
}
