import { markAccountEmailStarted } from '@makewhole/db/users/account-email-start';
import { recordAccountChange } from '@makewhole/db/users/record-account-change';
import type { AccountChange } from '@makewhole/domain/account-emails';
import type { AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import type { Services } from '../context.ts';

type Mailing = Pick<Services, 'background' | 'db' | 'engine'>;

/** Notes what happened to somebody's own account, and has them told by email. */
export async function tellOfAccountChange(
  services: Mailing,
  authUserId: string,
  change: AccountChange,
): Promise<void> {
  const noted = await recordAccountChange(services.db, { authUserId, change, now: new Date() });
  if (noted !== null) sendAccountEmail(services, noted);
}

/** Nobody waits for it: the email is noted, and is sent whenever Temporal is there. */
export function sendAccountEmail({ background, db, engine }: Mailing, noted: AccountEmailInput): void {
  background.run(`the workflow of ${noted.emailId} was not started; the sweep will start it`, async () => {
    await markAccountEmailStarted(db, noted, await engine.startAccountEmail(noted));
  });
}
