import { and, asc, eq, isNull, lt } from 'drizzle-orm';
import type { AccountEmailInput } from '@makewhole/domain/account-emails';
import type { Db } from '../connect.ts';
import { accountEmails } from '../schema/account-emails.ts';

/** Notes the run that sends the email. */
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

/** Emails noted before an instant whose workflow is not known to run, oldest first, `limit` at most. */
export function listStrandedAccountEmails(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<AccountEmailInput[]> {
  return db
    .select({ firmId: accountEmails.firmId, emailId: accountEmails.id })
    .from(accountEmails)
    .where(and(isNull(accountEmails.workflowRunId), lt(accountEmails.requestedAt, before)))
    .orderBy(asc(accountEmails.requestedAt))
    .limit(limit);
}
