// Emails of a firm that have not left: those that the mail server did not take, and those that nobody tried to send.
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { DONE_BEFORE_SENT } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';
import { notifications } from '../schema/notifications.ts';

type UnsentMail = {
  /** What the mail server did not take, and has not taken since, of the last day; null if nothing. */
  readonly failing: { readonly count: number; readonly lastError: string | null } | null;
  /** What has waited for a quarter of an hour, and was never tried; null if nothing. */
  readonly waiting: { readonly count: number; readonly since: Date } | null;
};

export async function findUnsentMail(db: Db, firmId: FirmId): Promise<UnsentMail> {
  const ofAccounts = db
    .select({
      at: sql<Date>`${accountEmails.requestedAt}`.as('at'),
      error: sql<string | null>`${accountEmails.lastError}`.as('error'),
      isOver: sql<boolean>`${accountEmails.failedAt} IS NOT NULL`.as('is_over'),
    })
    .from(accountEmails)
    .where(and(eq(accountEmails.firmId, firmId), isNull(accountEmails.sentAt)));
  const unsent = ofAccounts
    .unionAll(
      db
        .select({
          at: sql<Date>`${notifications.createdAt}`.as('at'),
          error: sql<string | null>`nullif(${notifications.lastError}, ${DONE_BEFORE_SENT})`.as('error'),
          isOver: sql<boolean>`${notifications.status} = 'failed'`.as('is_over'),
        })
        .from(notifications)
        .where(and(eq(notifications.firmId, firmId), ne(notifications.status, 'sent'))),
    )
    .as('unsent');
  const isFailing = sql`${unsent.error} IS NOT NULL AND ${unsent.at} > now() - interval '1 day'`;
  const isWaiting = sql`${unsent.error} IS NULL AND NOT ${unsent.isOver}
    AND ${unsent.at} < now() - interval '15 minutes'`;
  const [found] = await db
    .select({
      failing: sql<number>`count(*) FILTER (WHERE ${isFailing})`.mapWith(Number),
      lastError: sql<string | null>`max(${unsent.error}) FILTER (WHERE ${isFailing})`,
      waiting: sql<number>`count(*) FILTER (WHERE ${isWaiting})`.mapWith(Number),
      since: sql<string | null>`min(${unsent.at}) FILTER (WHERE ${isWaiting})`,
    })
    .from(unsent);
  const { failing = 0, lastError = null, waiting = 0, since = null } = found ?? {};
  return {
    failing: failing === 0 ? null : { count: failing, lastError },
    waiting: since === null ? null : { count: waiting, since: new Date(since) },
  };
}
