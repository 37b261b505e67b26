// What the sweep brings back after workflows were terminated: all of it, however many and however old, of every sort. No
// worker runs here, so a workflow that is started stays where it is until the test ends it.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordProcessorEvent } from '@makewhole/db/processor-events/record-processor-event';
import { inviteUser } from '@makewhole/db/users/invite-user';
import { markNotificationSent, prepareNews } from '@makewhole/db/notifications/prepare-notifications';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { requestResend } from '@makewhole/db/notifications/resend-notification';
import { processorEvents } from '@makewhole/db/schema/processor-events';
import { requestVoid } from '@makewhole/db/voids/request-void';
import { addEndpoint, pingEndpoint } from '@makewhole/db/webhooks/endpoints';
import { accountEmailWorkflowId } from '@makewhole/domain/contracts/account-email';
import { resendWorkflowId } from '@makewhole/domain/contracts/resend-email';
import { voidWorkflowId } from '@makewhole/domain/contracts/void';
import { webhookWorkflowId } from '@makewhole/domain/contracts/webhook-delivery';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { relayProcessorEvents, restartEnded, startStranded } from '@makewhole/worker/activities/sweep';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { byOwner, givePayment } from '../support/small-firm.ts';
import { until } from '../support/until.ts';

/** More than any page of a list that the sweep looks at. */
const MANY = 260;
/** On a slow machine. */
const MANY_MS = { timeout: 240_000 };
/** How old a row is before the sweep takes it for stranded. */
const LONG_AGO_MS = 60_000;
const MINUTE_MS = 60_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld({ workerElsewhere: true });
});
afterAll(() => servers.stop());

it('every refund whose workflow was terminated runs again, however many they are', MANY_MS, async () => {
  const world = await servers.anotherFirm();
  const refunds = await Promise.all(Array.from({ length: MANY }, () => ask(world)));
  await sweep(startStranded);
  await Promise.all(refunds.map((refund) => world.handleOf(refund).terminate('for the test')));

  // The server's list of what runs is some moments old.
  let ended = refunds;
  await until(
    async () => {
      await sweep(restartEnded);
      const looked = await Promise.all(ended.map(async (one) => ({ one, status: await statusOf(one) })));
      ended = looked.filter(({ status }) => status !== 'RUNNING').map(({ one }) => one);
      return ended.length;
    },
    (count) => count === 0,
    (count) => `${count} of ${MANY} do not run`,
    MANY_MS.timeout,
  );
});

const SORTS: Record<string, (world: FirmWorld) => Promise<string>> = {
  refund: async (world) => refundWorkflowId(await ask(world)),
  void: askVoid,
  'account email': askAccountEmail,
  'email that is sent again': askResend,
  'webhook delivery': askDelivery,
};

describe.each(Object.entries(SORTS))('a workflow: %s', (_, note) => {
  it('runs again after it was terminated', async () => {
    const workflowId = await note(await servers.anotherFirm());
    await sweep(startStranded);
    const { runId } = await servers.client.workflow.getHandle(workflowId).describe();
    await servers.client.workflow.getHandle(workflowId).terminate('for the test');
    await until(
      async () => {
        await sweep(restartEnded);
        return servers.client.workflow.getHandle(workflowId).describe();
      },
      (there) => there.status.name === 'RUNNING' && there.runId !== runId,
      (there) => `it is ${there.status.name}`,
    );
  });
});

describe('reports of the processor', () => {
  it('that cannot be passed on hold up none behind them', MANY_MS, async () => {
    const world = await servers.anotherFirm();
    const [stuck, healthy] = [await ask(world), await ask(world)];
    await sweep(startStranded);
    await world.handleOf(stuck).terminate('for the test');
    for (let minutes = MANY + 1; minutes > 1; minutes -= 1) await report(world, stuck, minutes);
    const eventId = await report(world, healthy, 1);

    await sweep(relayProcessorEvents);
    expect((await findEvent(eventId))?.handledAt).toBeInstanceOf(Date);
    await world.db.delete(processorEvents);
  });

  it('are tried again later each time, and reach the workflow once it runs again', async () => {
    const world = await servers.anotherFirm();
    const refund = await ask(world);
    await sweep(startStranded);
    await world.handleOf(refund).terminate('for the test');
    const eventId = await report(world, refund, 1);
    const before = Date.now();
    await sweep(relayProcessorEvents);
    const tried = await findEvent(eventId);
    expect(tried).toMatchObject({ handledAt: null, tries: 1 });
    expect(tried?.nextTryAt?.getTime()).toBeGreaterThan(before);
    await tryNext(eventId, new Date(before + MINUTE_MS));
    await sweep(relayProcessorEvents);
    expect(await findEvent(eventId)).toMatchObject({ handledAt: null, tries: 1 });

    await world.start(refund);
    await tryNext(eventId, new Date());
    await sweep(relayProcessorEvents);
    expect((await findEvent(eventId))?.handledAt).toBeInstanceOf(Date);
  });
});

/** Runs one of the sweep's activities as the sweep does. */
async function sweep(
  activity: typeof startStranded | typeof restartEnded | typeof relayProcessorEvents,
): Promise<number> {
  const { db, client: temporal, taskQueue, processor } = servers;
  const logger = new DefaultLogger('ERROR');
  return new MockActivityEnvironment({}, { logger }).run(activity({ db, temporal, taskQueue, processor }));
}

async function statusOf(refund: RefundView): Promise<string> {
  return (await servers.handleOf(refund).describe()).status.name;
}

/** Notes a refund that nobody has started. */
async function ask(world: FirmWorld): Promise<RefundView> {
  const parts = [{ of: 'unapplied', amount: 10_00 }] as const;
  const transactionId = await givePayment(world.db, null, world.firm, { parts });
  return world.request(transactionId, { now: new Date(Date.now() - LONG_AGO_MS) });
}

async function askVoid({ db, firm }: FirmWorld): Promise<string> {
  const parts = [{ of: 'unapplied', amount: 10_00 }] as const;
  const transactionId = await givePayment(db, null, firm, { parts, authorized: true });
  const { firmId, people } = firm;
  const now = new Date(Date.now() - LONG_AGO_MS);
  const { id: voidId } = await requestVoid(db, { firmId, transactionId, principalId: people.admin, now });
  return voidWorkflowId({ firmId, transactionId, voidId });
}

async function askAccountEmail({ db, firm }: FirmWorld): Promise<string> {
  const outcome = await inviteUser(db, {
    firmId: firm.firmId,
    name: 'Ines Ortega',
    email: `ines.${randomUUID()}@adler.example`,
    role: 'admin',
    invitedBy: firm.people.owner,
    now: new Date(Date.now() - LONG_AGO_MS),
  });
  if (outcome.kind !== 'invited') throw new Error(outcome.kind);
  return accountEmailWorkflowId(outcome.email);
}

async function askResend(world: FirmWorld): Promise<string> {
  const { db, firm } = world;
  const { firmId } = firm;
  const { id: refundId } = await ask(world);
  const sentAt = new Date(Date.now() - 10 * MINUTE_MS);
  const event = { event: 'refund_processing', at: sentAt } as const;
  const [email] = await prepareNews(db, { firmId, refundId }, event);
  if (email === undefined) throw new Error('Nobody is written to');
  await markNotificationSent(db, { ...email, firmId }, sentAt);
  const now = new Date(Date.now() - LONG_AGO_MS);
  const asked = await requestResend(db, { firmId, id: email.id, actor: firm.people.admin, now });
  if (asked.kind !== 'asked') throw new Error(asked.kind);
  return resendWorkflowId({ firmId, refundId, notificationId: email.id, nth: 1 });
}

async function askDelivery({ db, firm }: FirmWorld): Promise<string> {
  const wishes = { url: 'https://firm.example/hook', description: 'Practice management', eventTypes: null };
  const endpoint = await addEndpoint(db, byOwner(firm), wishes);
  if (endpoint === null) throw new Error('The endpoint was not added');
  const key = { firmId: firm.firmId, endpointId: endpoint.id };
  const deliveryId = await pingEndpoint(db, key, new Date(Date.now() - LONG_AGO_MS));
  return webhookWorkflowId({ firmId: firm.firmId, deliveryId, round: 1 });
}

/** Keeps a report of the processor about a refund, as the API does. @returns its ID */
async function report({ db, firm }: FirmWorld, refund: RefundView, minutesAgo: number): Promise<string> {
  const id = `evt_${randomUUID()}`;
  await recordProcessorEvent(db, {
    id,
    firmId: firm.firmId,
    type: 'refund.succeeded',
    transactionId: refund.transactionId,
    refundId: refund.id,
    payload: {},
    receivedAt: new Date(Date.now() - minutesAgo * MINUTE_MS),
  });
  return id;
}

async function tryNext(id: string, nextTryAt: Date): Promise<void> {
  await servers.db.update(processorEvents).set({ nextTryAt }).where(eq(processorEvents.id, id));
}

async function findEvent(id: string) {
  const [found] = await servers.db.select().from(processorEvents).where(eq(processorEvents.id, id));
  return found;
}
