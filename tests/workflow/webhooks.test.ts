// Webhooks to the firms' own programs: signed, at least once under one ID, and never lost on the way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { connect, type Connection } from '@makewhole/db/connect';
import { findDelivery, listDeliveries, replayDelivery } from '@makewhole/db/webhooks/deliveries';
import {
  addEndpoint,
  changeEndpoint,
  findEndpoint,
  pingEndpoint,
  rotateSecret,
  type EndpointInput,
} from '@makewhole/db/webhooks/endpoints';
import type { DeliveryStatus } from '@makewhole/domain/webhooks';
import { webhookWorkflowId } from '@makewhole/domain/contracts/webhook-delivery';
import { createLogger } from '@makewhole/runtime/logger';
import { webhookSecret } from '@makewhole/runtime/webhook-secret';
import { startDeliveriesAsTheyCome } from '@makewhole/worker/start-deliveries';
import {
  WEBHOOK_SIGNING_KEY,
  createRefundWorld,
  type FirmWorld,
  type RefundWorld,
} from '../support/refund-world.ts';
import { passTime } from '../support/time-skipping.ts';
import { until } from '../support/until.ts';
import { startWebhookReceiver, type Received } from '../support/webhook-receiver.ts';
import { byOwner } from '../support/small-firm.ts';

const HOUR_MS = 3_600_000;

let servers: RefundWorld;
let connection: Connection;
let endDeliveries: () => Promise<void>;
beforeAll(async () => {
  servers = await createRefundWorld();
  connection = connect(servers.databaseUrl);
  const engine = { temporal: servers.client, taskQueue: servers.taskQueue };
  endDeliveries = await startDeliveriesAsTheyCome(connection, engine, createLogger('test', 'error'));
});
afterAll(async () => {
  await endDeliveries();
  await connection.close();
  await servers.stop();
});

async function addTo({ db, firm }: FirmWorld, url: string, wishes: Partial<EndpointInput> = {}) {
  const added = await addEndpoint(db, byOwner(firm), {
    url,
    description: 'Practice management',
    eventTypes: null,
    ...wishes,
  });
  if (added === null) throw new Error('The endpoint was not added');
  return added;
}

/** The secret of a version of an endpoint, as its firm was shown it. */
const secretOf = (endpointId: string, version = 1) => webhookSecret(WEBHOOK_SIGNING_KEY, endpointId, version);

/** Verifies as a receiver would. @throws where it is not signed with this secret */
function verify({ headers, body }: Received, secret: string): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>); // none of these is sent twice
}

function stands({ db, firm }: FirmWorld, deliveryId: string, status: DeliveryStatus) {
  return until(
    () => findDelivery(db, { firmId: firm.firmId, deliveryId }),
    (found) => found?.status === status,
    (found) => `the delivery is ${found?.status} after ${found?.attempts} attempts: ${found?.lastError}`,
  );
}

describe.concurrent('an endpoint', () => {
  it('is told of each event of a refund once, signed, without a word of a person', async () => {
    const world = await servers.anotherFirm();
    const receiver = await startWebhookReceiver();
    const endpoint = await addTo(world, receiver.url);
    const transactionId = await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] });
    const refund = await world.request(transactionId, { reason: 'A secret reason' });
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'processing');
    const messages = await receiver.messages(2);
    const told = messages.map((message) => verify(message, secretOf(endpoint.id)));
    expect(told).toContainEqual({
      type: 'refund.requested',
      timestamp: refund.requestedAt.toISOString(),
      data: { id: refund.id, transactionId, version: 1 },
    });
    await until(
      () => Promise.resolve(receiver.received.map(({ body }) => body)),
      (bodies) => bodies.some((body) => body.includes('"refund.processing"')),
      (bodies) => bodies.join(),
    );
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/secret reason|Whitfield/);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(() => verify(messages[0] ?? { headers: {}, body: '' }, secretOf('another'))).toThrow();
    await receiver.stop();
  });

  it('is told of the events that it asked for, and of nothing while it is turned off', async () => {
    const world = await servers.anotherFirm();
    const receiver = await startWebhookReceiver();
    const endpoint = await addTo(world, receiver.url, { eventTypes: ['refund.processing'] });
    const off = await addTo(world, receiver.url);
    await changeEndpoint(world.db, byOwner(world.firm), off.id, { enabled: false });
    const refund = await world.request(await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] }));
    await world.start(refund);
    await receiver.messages(1);
    await world.seen(refund, ({ status }) => status === 'processing');
    const { data } = await listDeliveries(world.db, { firmId: world.firm.firmId, limit: 100 });
    expect(data.map(({ endpointId, payload }) => [endpointId, payload.type])).toEqual([
      [endpoint.id, 'refund.processing'],
    ]);
    await receiver.stop();
  });

  it('that fails is tried again under the same ID until it takes the message', async () => {
    const world = await servers.anotherFirm();
    const receiver = await startWebhookReceiver((nth, response) => {
      if (nth === 1) response.destroy();
      else response.writeHead(nth === 2 ? 500 : 200).end('ignored');
    });
    const endpoint = await addTo(world, receiver.url);
    const firmId = world.firm.firmId;
    const deliveryId = await pingEndpoint(world.db, { firmId, endpointId: endpoint.id }, new Date());
    const delivered = await stands(world, deliveryId, 'delivered');
    expect(delivered).toMatchObject({ attempts: 3, lastStatus: 200, lastError: null });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([delivered?.eventId, delivered?.eventId, delivered?.eventId]);
    const working = await findEndpoint(world.db, { firmId, endpointId: endpoint.id });
    expect(working).toMatchObject({ failingSince: null, disabledAt: null });
    await receiver.stop();
  }, 90_000);

  it('is signed for with both secrets for a day after a rotation', async () => {
    const world = await servers.anotherFirm();
    const receiver = await startWebhookReceiver();
    const endpoint = await addTo(world, receiver.url);
    const key = { firmId: world.firm.firmId, endpointId: endpoint.id };
    await rotateSecret(world.db, byOwner(world.firm), endpoint.id);
    await pingEndpoint(world.db, key, new Date());
    const [both] = await receiver.messages(1);
    if (both === undefined) throw new Error('No message came');
    expect([1, 2].map((version) => verify(both, secretOf(endpoint.id, version)))).toMatchObject([
      { type: 'ping' },
      { type: 'ping' },
    ]);
    await rotateSecret(world.db, byOwner(world.firm, new Date(Date.now() - 25 * HOUR_MS)), endpoint.id);
    await pingEndpoint(world.db, key, new Date());
    const [, last] = await receiver.messages(2);
    if (last === undefined) throw new Error('No second message came');
    expect(verify(last, secretOf(endpoint.id, 3))).toMatchObject({ type: 'ping' });
    expect(() => verify(last, secretOf(endpoint.id, 2))).toThrow();
    await receiver.stop();
  });

  it('that says it is gone is turned off, its owner is told, and what it missed can be sent again', async () => {
    const world = await servers.anotherFirm();
    let gone = true;
    const receiver = await startWebhookReceiver((_, response) => {
      response.writeHead(gone ? 410 : 204).end();
    });
    const endpoint = await addTo(world, receiver.url);
    const key = { firmId: world.firm.firmId, endpointId: endpoint.id };
    const deliveryId = await pingEndpoint(world.db, key, new Date());
    await stands(world, deliveryId, 'failed');
    expect(await findEndpoint(world.db, key)).toMatchObject({ disabledBecause: 'gone' });
    const told = await until(
      () => Promise.resolve(world.mail.messages().filter(({ text }) => text.includes(endpoint.id))),
      ({ length }) => length > 0,
      () => 'nobody was told',
    );
    expect(told.map(({ subject }) => subject)).toEqual([
      `A webhook endpoint was turned off: ${receiver.url}`,
    ]);
    gone = false;
    await changeEndpoint(world.db, byOwner(world.firm), endpoint.id, { enabled: true });
    await replayDelivery(world.db, { firmId: key.firmId, deliveryId });
    const replayed = await stands(world, deliveryId, 'delivered');
    expect(replayed).toMatchObject({ round: 2, attempts: 2 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await receiver.stop();
  });

  it('that takes nothing for three days has the delivery given up, and it is not lost', async () => {
    const world = await servers.anotherFirm();
    const receiver = await startWebhookReceiver((_, response) => {
      response.writeHead(503).end();
    });
    const endpoint = await addTo(world, receiver.url);
    const key = { firmId: world.firm.firmId, endpointId: endpoint.id };
    const deliveryId = await pingEndpoint(world.db, key, new Date());
    await receiver.messages(1);
    const workflowId = webhookWorkflowId({ firmId: key.firmId, deliveryId, round: 1 });
    await passTime(world.client, workflowId, 73 * HOUR_MS);
    await stands(world, deliveryId, 'failed');
    expect(await findEndpoint(world.db, key)).toMatchObject({ disabledAt: null });
    await receiver.stop();
  });
});
