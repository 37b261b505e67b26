import { markAccountEmailStarted } from '@makewhole/db/users/account-email-start';
import { recordAccountChange } from '@makewhole/db/users/record-account-change';
import type { AccountChange } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { Services } from '../context.ts';

type Mailing = Pick<Services, 'background' | 'db' | 'workflows'>;

/** Records a change to a person's own account and emails them about it. */
export async function notifyAccountChange(
  services: Mailing,
  authUserId: string,
  change: AccountChange,
): Promise<void> {
  const recorded = await recordAccountChange(services.db, { authUserId, change, now: new Date() });
  if (recorded !== null) sendAccountEmail(services, recorded);
}

/** Nobody waits for it: the email is recorded, and sent as soon as Temporal is available. */
export function sendAccountEmail({ background, db, workflows }: Mailing, recorded: AccountEmailInput): void {
  background.run(`the workflow of ${recorded.emailId} was not started; the sweep will start it`, async () => {
    await markAccountEmailStarted(db, recorded, await workflows.startAccountEmail(recorded));
  });
}
