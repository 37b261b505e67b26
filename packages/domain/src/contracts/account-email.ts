// What the API and the worker share about the workflow that sends an email about an account (R11).
import type { AccountEmailId, FirmId } from '../ids.ts';

export const ACCOUNT_EMAIL_WORKFLOW = 'accountEmail';

/** One workflow per email: the server refuses a second start of the same one. */
export function accountEmailWorkflowId({ emailId }: Pick<AccountEmailInput, 'emailId'>): string {
  return `account-email:${emailId}`;
}

export type AccountEmailInput = { readonly firmId: FirmId; readonly emailId: AccountEmailId };
