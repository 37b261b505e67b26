// An email that a person asks for again: one row, a new attempt, and a task for somebody where it fails again (R9, B5).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listNotifications, type NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import { requestResend } from '@makewhole/db/notifications/resend-notification';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { resendWorkflowId } from '@makewhole/domain/contracts/resend-email';
import { startResendWorkflow } from '@makewhole/temporal/start-workflows';
import { startMoodyMailServer } from '../support/moody-mail-server.ts';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { MATTER_USERS } from '../support/small-firm.ts';
import { passTime } from '../support/time-skipping.ts';
import { until } from '../support/until.ts';
import { bookRefund, decide, isClosed, mailAbout, mailSeen, settle, verifiedEvents } from './refund-walk.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const NORA = String(MATTER_USERS[0]?.email);
const MINUTE_MS = 60_000;

let mailServer: Awaited<ReturnType<typeof startMoodyMailServer>>;
let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld({
    mailThrough: async (smtpUrl) => {
      mailServer = await startMoodyMailServer(smtpUrl);
      return mailServer.smtpUrl;
    },
  });
});
afterAll(async () => {
  await servers.stop();
  await mailServer.stop();
});

it('is sent once more as the same words and a message of its own, and the timeline says who asked', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, INVOICE);
  await mailSeen(world, refund, 'Payment refunded', 2);
  const workflow = await resend(world, await sentToNora(world, refund));
  expect(await workflow.result()).toBe('sent');
  const [first, second, ...more] = mailAbout(world, refund).filter(({ to }) => to === NORA);
  expect(more).toEqual([]);
  expect(second?.text).toBe(first?.text);
  expect(second?.messageId).not.toBe(first?.messageId);
  expect(await toNora(world, refund)).toMatchObject({ status: 'sent', attempts: 2, resends: 1 });
  const asked = (await verifiedEvents(world, refund)).find(({ type }) => type === 'notification.resend');
  expect(asked?.actor).toBe(world.firm.people.admin);
});

it('that fails again is a task of somebody, who is told, and holds up nothing else', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, INVOICE);
  await mailSeen(world, refund, 'Payment refunded', 2);
  mailServer.refuse(NORA);
  try {
    const workflow = await resend(world, await sentToNora(world, refund));
    expect(await workflow.result()).toBe('failed');
  } finally {
    mailServer.accept(NORA);
  }
  expect(await toNora(world, refund)).toMatchObject({ status: 'failed' });
  const { obligations } = await world.find(refund.id);
  const attention = obligations.find(({ subject }) => subject === 'notification_failed');
  expect(attention).toMatchObject({ status: 'open', owner: 'admin' });
  const told = await mailSeen(world, refund, 'A refund of $125.00 needs attention', 2);
  expect(told.map(({ to }) => to).sort()).toEqual(['admin@adler.example', 'owner@adler.example']);

  // It is owed like anything else: the refund is closed once it is taken care of.
  await settle(world, refund);
  await decide(world, refund, 'still_due');
  await world.says(refund, { openObligations: [{ id: attention?.id, kind: 'attention' }] as never });
  const noted = { kind: 'attention', body: { note: 'Called Nora' }, actor: world.firm.people.owner } as const;
  await world.instruct(refund, 'settleAttention', noted, 'attention');
  await isClosed(world, refund);
});

it('while mail is away for a day becomes a task as well, after the closing too', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, INVOICE);
  await mailSeen(world, refund, 'Payment refunded', 2);
  await settle(world, refund);
  await decide(world, refund, 'still_due');
  await isClosed(world, refund);
  mailServer.away(true);
  try {
    const workflow = await resend(world, await sentToNora(world, refund));
    await until(
      () => toNora(world, refund),
      ({ lastError }) => lastError !== null,
      ({ status }) => `the email is ${status}`,
    );
    await passTime(world.client, workflow.workflowId, 25 * 60 * MINUTE_MS);
    await until(
      () => toNora(world, refund),
      ({ status }) => status === 'failed',
      ({ status }) => `the email is ${status}`,
    );
  } finally {
    mailServer.away(false);
  }
  await world.seen(refund, ({ obligations }) =>
    obligations.some(({ subject, status }) => subject === 'notification_failed' && status === 'open'),
  );
});

it('is refused while it is being sent, a moment after it was sent, and for what is no longer owed', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, INVOICE);
  await mailSeen(world, refund, 'Payment refunded', 2);
  const { id, sentAt } = await sentToNora(world, refund);
  const at = (ms: number) => new Date((sentAt?.getTime() ?? 0) + ms);
  const ask = (now: Date, firmId = world.firm.firmId) =>
    requestResend(world.db, { firmId, id, actor: world.firm.people.admin, now });
  expect(await ask(at(30_000))).toEqual({ kind: 'too_soon', retryAfterSeconds: 30 });
  expect(await ask(at(MINUTE_MS), servers.firm.firmId)).toEqual({ kind: 'not_found' });
  expect(await ask(at(MINUTE_MS))).toMatchObject({ kind: 'asked' });
  expect(await ask(at(3 * MINUTE_MS))).toEqual({ kind: 'pending' });
});

async function toNora({ db, firm }: FirmWorld, refund: RefundView): Promise<NotificationView> {
  const all = await listNotifications(db, { firmId: firm.firmId, refundId: refund.id });
  const found = all.find((one) => one.recipientEmail === NORA && one.event === 'refund_processing');
  if (found === undefined) throw new Error('Nora was never written to');
  return found;
}

/** The mail server has an email a moment before its row says so; until then it cannot be asked for again. */
function sentToNora(world: FirmWorld, refund: RefundView): Promise<NotificationView> {
  return until(
    () => toNora(world, refund),
    ({ status }) => status === 'sent',
    ({ status }) => `the email is ${status}`,
  );
}

/** What the API does for a person, two minutes later. */
async function resend({ db, firm, client, taskQueue }: FirmWorld, { id }: NotificationView) {
  const { firmId } = firm;
  const now = new Date(Date.now() + 2 * MINUTE_MS);
  const asked = await requestResend(db, { firmId, id, actor: firm.people.admin, now });
  if (asked.kind !== 'asked') throw new Error(`It was not taken: ${asked.kind}`);
  const { refundId, resends: nth } = asked.notification;
  const input = { firmId, refundId, notificationId: id, nth };
  await startResendWorkflow(client, taskQueue, input);
  return client.workflow.getHandle(resendWorkflowId(input));
}
