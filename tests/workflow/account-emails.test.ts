// Emails about people's accounts (R11): sent in the end, with a link that is nowhere but in the mail, or given up aloud.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeUser } from '@makewhole/db/users/change-user';
import { inviteUser } from '@makewhole/db/users/invite-user';
import { findUser } from '@makewhole/db/users/list-users';
import type { UserView } from '@makewhole/db/users/user-view';
import { verification } from '@makewhole/db/schema/auth';
import { accountEmailWorkflowId, type AccountEmailInput } from '@makewhole/domain/contracts/account-email';
import { startAccountEmailWorkflow } from '@makewhole/temporal/start-workflows';
import { startMoodyMailServer } from '../support/moody-mail-server.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { passTime } from '../support/time-skipping.ts';
import { until } from '../support/until.ts';
import { byOwner } from '../support/small-firm.ts';

let mailServer: Awaited<ReturnType<typeof startMoodyMailServer>>;
let world: RefundWorld;
beforeAll(async () => {
  world = await createRefundWorld({
    mailThrough: async (smtpUrl) => {
      mailServer = await startMoodyMailServer(smtpUrl);
      return mailServer.smtpUrl;
    },
  });
});
afterAll(async () => {
  await world.stop();
  await mailServer.stop();
});

const LINK = /http:\/\/portal\.example\/invitation\?token=([\w-]{43})/;

async function invite() {
  const { firmId, people } = world.firm;
  const address = `ines.${randomUUID()}@adler.example`;
  const outcome = await inviteUser(world.db, {
    firmId,
    name: 'Ines <Ortega>',
    email: address,
    role: 'admin',
    invitedBy: people.lawyer,
    now: new Date(),
  });
  if (outcome.kind !== 'invited') throw new Error(outcome.kind);
  return { ...outcome, address, key: { firmId, principalId: outcome.principalId } };
}

const start = (email: AccountEmailInput) => startAccountEmailWorkflow(world.client, world.taskQueue, email);
const handleOf = (email: AccountEmailInput) => world.client.workflow.getHandle(accountEmailWorkflowId(email));
const mailTo = (address: string) => world.mail.messages().filter(({ to }) => to === address);

/** Waits until the list of users says so of the invitation. */
function invitationSeen(
  { key }: Awaited<ReturnType<typeof invite>>,
  isIt: (invitation: NonNullable<UserView['invitation']>) => boolean,
) {
  return until(
    async () => (await findUser(world.db, key))?.invitation ?? null,
    (invitation) => invitation !== null && isIt(invitation),
    (invitation) => `the invitation is ${JSON.stringify(invitation)}`,
  );
}

describe('an invitation', () => {
  it('is one email with a one-time link, of which Postgres and Temporal know nothing', async () => {
    const invited = await invite();
    await start(invited.email);
    expect(await handleOf(invited.email).result()).toBe(true);
    await start(invited.email);
    const [sent, ...more] = mailTo(invited.address);
    expect(more).toEqual([]);
    expect(sent?.subject).toContain('invites you to Makewhole');
    expect(String(sent?.html)).toContain('Ines &lt;Ortega&gt;');
    const token = LINK.exec(sent?.text ?? '')?.[1] ?? '';
    expect(token).not.toBe('');
    const kept = await world.db.select().from(verification);
    expect(kept).not.toEqual([]);
    expect(JSON.stringify(kept)).not.toContain(token);
    const history = JSON.stringify(await handleOf(invited.email).fetchHistory());
    for (const secret of [token, invited.address, 'Ines']) expect(history).not.toContain(secret);
    await invitationSeen(invited, ({ sentAt }) => sentAt !== null);
  });

  it('waits for a mail server that is away, and says so meanwhile', async () => {
    const invited = await invite();
    mailServer.away(true);
    await start(invited.email);
    await invitationSeen(invited, ({ sentAt, lastError }) => sentAt === null && lastError !== null);
    mailServer.away(false);
    await passTime(world.client, accountEmailWorkflowId(invited.email), 60_000);
    await invitationSeen(invited, ({ sentAt, lastError }) => sentAt !== null && lastError === null);
    expect(await handleOf(invited.email).result()).toBe(true);
  });

  it('has failed where the server refuses the address', async () => {
    const invited = await invite();
    mailServer.refuse(invited.address);
    await start(invited.email);
    expect(await handleOf(invited.email).result()).toBe(false);
    const failed = await invitationSeen(invited, ({ failedAt }) => failedAt !== null);
    expect(failed?.lastError).toContain('No such mailbox');
  });

  it('is not sent to somebody who was disabled before it went out', async () => {
    const invited = await invite();
    await changeUser(world.db, byOwner(world.firm), invited.principalId, { disabled: true });
    await start(invited.email);
    expect(await handleOf(invited.email).result()).toBe(false);
    expect(mailTo(invited.address)).toEqual([]);
  });
});
