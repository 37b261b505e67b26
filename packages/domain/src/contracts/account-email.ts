// What API and worker share about the workflow that sends an email about an account (R11).
import type { AccountEmailId, FirmId } from '../ids.ts';

export const ACCOUNT_EMAIL_WORKFLOW = 'accountEmail';

/** One workflow for each email: a second start of the same one is refused by the server. */
export function accountEmailWorkflowId({ emailId }: Pick<AccountEmailInput, 'emailId'>): string {
  return `account-email:${emailId}`;
}

export type AccountEmailInput = { readonly firmId: FirmId; readonly emailId: AccountEmailId };
