import { and, asc, eq, isNull } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/account-emails';
import { onPage, type CarriedPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';

/** Records the run that sends the email. */
export async function markAccountEmailStarted(
  db: Db,
  { firmId, emailId }: AccountEmailInput,
  runId: string,
): Promise<void> {
  await db
    .update(accountEmails)
    .set({ workflowRunId: runId })
    .where(and(eq(accountEmails.firmId, firmId), eq(accountEmails.id, emailId)));
}

/** Emails that neither left nor were given up. */
export function listCarriedAccountEmails(db: Db, page: CarriedPage): Promise<AccountEmailInput[]> {
  const { id, firmId, workflowRunId, requestedAt, sentAt, failedAt } = accountEmails;
  return db
    .select({ firmId, emailId: id })
    .from(accountEmails)
    .where(
      and(isNull(sentAt), isNull(failedAt), onPage({ id, runId: workflowRunId, notedAt: requestedAt }, page)),
    )
    .orderBy(asc(id))
    .limit(page.limit);
}
