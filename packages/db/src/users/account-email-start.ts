import { and, asc, eq, isNull } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { onPage, type OpenWorkPage } from '../open-work-page.ts';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';

/** Records the run ID of the workflow that sends the email. */
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

/** Emails that were neither sent nor given up. */
export function listOpenAccountEmails(db: Db, page: OpenWorkPage): Promise<AccountEmailInput[]> {
  const { id, firmId, workflowRunId, requestedAt, sentAt, failedAt } = accountEmails;
  return db
    .select({ firmId, emailId: id })
    .from(accountEmails)
    .where(
      and(
        isNull(sentAt),
        isNull(failedAt),
        onPage({ id, runId: workflowRunId, recordedAt: requestedAt }, page),
      ),
    )
    .orderBy(asc(id))
    .limit(page.limit);
}
