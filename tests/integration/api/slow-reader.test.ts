import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refundEvents } from '@makewhole/db/schema/refunds';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call } from './call.ts';
import { openEventStream } from './event-stream.ts';

/** Far more than two kernels hold for a connection. */
const EVENTS = 3_000;
const EVENT_BYTES = 10_000;
const STREAMS_OF_ONE_CALLER = 30;

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

it('a reader of the live timeline who takes nothing is cut off, and nothing is piled up for it', async () => {
  const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
  await fillTimeline(asId<RefundId>(refund.id));
  const path = `/v1/refunds/${refund.id}/events`;
  const stuck = await askAndReadNothing(path);
  // It is told from the others by its place among the streams that the caller may have.
  const others = await Promise.all(
    Array.from({ length: STREAMS_OF_ONE_CALLER - 1 }, () =>
      openEventStream(world.url + path, world.key, { 'last-event-id': String(EVENTS + 1) }),
    ),
  );
  const oneMore = async () => {
    const stream = await openEventStream(world.url + path, world.key, {
      'last-event-id': String(EVENTS + 1),
    });
    await stream.close();
    return stream.status;
  };
  expect(await oneMore()).toBe(429);
  await expect.poll(oneMore, { timeout: 25_000, interval: 500 }).toBe(200);

  const received = await readToTheEnd(stuck);
  expect(received).toBeLessThan(EVENTS * EVENT_BYTES);
  await Promise.all(others.map((stream) => stream.close()));
  expect((await call(world.url, 'GET /livez')).status).toBe(200);
});

async function fillTimeline(refundId: RefundId): Promise<void> {
  const { firmId } = world.firm;
  const data = { filling: 'x'.repeat(EVENT_BYTES) };
  const common = { firmId, refundId, at: new Date(), type: 'test', actor: 'test', prevHash: '', hash: '' };
  const events = Array.from({ length: EVENTS }, (_, index) => ({ ...common, data, seq: index + 2 }));
  for (let from = 0; from < EVENTS; from += 500) {
    await world.db.insert(refundEvents).values(events.slice(from, from + 500));
  }
}

async function askAndReadNothing(path: string) {
  const { hostname, port } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  await once(socket, 'connect');
  const lines = [
    `GET ${path} HTTP/1.1`,
    `host: ${hostname}`,
    `authorization: Bearer ${world.key}`,
    'accept: text/event-stream',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

/** @returns how many bytes came before the connection was cut */
async function readToTheEnd(socket: ReturnType<typeof connect>): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  socket.on('error', () => undefined); // cut off is cut off
  const closed = once(socket, 'close');
  socket.resume();
  await closed;
  return bytes;
}
