import { and, asc, eq, like, lt, or } from 'drizzle-orm';
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import { DONE_BEFORE_SENT } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { NOTIFICATION_VIEW, type NotificationView } from './prepare-notifications.ts';
import { obligations } from '../schema/obligations.ts';
import { notifications } from '../schema/notifications.ts';

export type UnsentEmail = NotificationView & { readonly firmId: FirmId };

/**
 * Lists the emails that the sweep must send and the mail server has not accepted yet, oldest first.
 * @param before leaves out news recorded later than this
 */
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
        // A workflow may be sending fresh news right now, so news waits a little; obligation messages have waited
        // already.
        or(lt(notifications.createdAt, before), like(notifications.event, '%:%')),
      ),
    )
    .orderBy(asc(notifications.createdAt))
    .limit(limit);
}

export type OwedRow = typeof obligations.$inferSelect;

/** What an email asks its reader for, about a refund or a payment. */
export async function findOwed(db: Db, firmId: FirmId, id: ObligationId): Promise<OwedRow | null> {
  const [row] = await db
    .select()
    .from(obligations)
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, id)));
  return row ?? null;
}

/** Drops an unsent email whose task was completed before it left. */
export async function dropUnsentEmail(db: Db, { id }: UnsentEmail): Promise<void> {
  await db
    .update(notifications)
    .set({ status: 'failed', lastError: DONE_BEFORE_SENT })
    .where(and(eq(notifications.id, id), eq(notifications.status, 'pending')));
}
