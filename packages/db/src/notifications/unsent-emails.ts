import { and, asc, eq, like, lt, or } from 'drizzle-orm';
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import { DONE_BEFORE_SENT } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { NOTIFICATION_VIEW, type NotificationView } from './prepare-notifications.ts';
import { obligations } from '../schema/obligations.ts';
import { notifications } from '../schema/notifications.ts';

export type UnsentEmail = NotificationView & { readonly firmId: FirmId };

/** Emails that the sweep sends, the oldest first, and that the mail server has not taken yet. @param before news that was recorded later is left out */
export function listUnsentEmails(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<UnsentEmail[]> {
  return db
    .select({ ...NOTIFICATION_VIEW, firmId: notifications.firmId })
    .from(notifications)
    .where(
      and(
        eq(notifications.status, 'pending'),
        eq(notifications.bySweep, true),
        eq(notifications.resends, 0),
        // News that a workflow may be telling just now waits a little; what is owed has waited already.
        or(lt(notifications.createdAt, before), like(notifications.event, '%:%')),
      ),
    )
    .orderBy(asc(notifications.createdAt))
    .limit(limit);
}

export type OwedRow = typeof obligations.$inferSelect;

/** What an email asks its reader for, of a refund or of a payment. */
export async function findOwed(db: Db, firmId: FirmId, id: ObligationId): Promise<OwedRow | null> {
  const [row] = await db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, id)));
  return row ?? null;
}

/** What the email asks for was done before it left: it is not sent any more. */
export async function dropUnsentEmail(db: Db, { id }: UnsentEmail): Promise<void> {
  await db
    .update(notifications)
    .set({ status: 'failed', lastError: DONE_BEFORE_SENT })
    .where(and(eq(notifications.id, id), eq(notifications.status, 'pending')));
}
