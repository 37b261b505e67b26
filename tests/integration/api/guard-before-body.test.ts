// Nobody fills the API's memory who may not call it: a body that has not ended yet is refused all the same.
import { connect as openSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '@makewhole/api/openapi/document';
import { payloadKeysSchema } from '@makewhole/temporal/payload-keys';
import { createKeyRing } from '../../support/key-ring.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let readKey: string;
beforeAll(async () => {
  const keys = payloadKeysSchema.parse(createKeyRing().settingOf(['k1']));
  world = await createApiWorld({ TEMPORAL_PAYLOAD_KEYS: keys });
  readKey = await giveKey(world.db, world.firm, ['read']);
});
afterAll(() => world.stop());

const SENT_BYTES = 512 * 1024;

/** The first line of the answer to a request whose body goes on and on. */
function answerTo(what: string, key?: string): Promise<string> {
  const { hostname, port } = new URL(world.url);
  const socket = openSocket(Number(port), hostname);
  const answered = new Promise<string>((resolve, reject) => {
    socket.setTimeout(5_000, () =>
      reject(new Error(`${what} was not answered while its body was under way`)),
    );
    socket.once('data', (bytes) => resolve(bytes.toString().split('\r\n')[0] ?? ''));
    socket.once('error', reject);
  });
  const lines = [
    `${what} HTTP/1.1`,
    `host: ${hostname}`,
    'content-type: application/octet-stream',
    'transfer-encoding: chunked',
    ...(key === undefined ? [] : [`authorization: Bearer ${key}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  socket.write(`${SENT_BYTES.toString(16)}\r\n${'x'.repeat(SENT_BYTES)}\r\n`);
  return answered.finally(() => socket.destroy());
}

const withBody = ROUTES.map((route) => route as { method: string; path: string; 'x-access': string })
  .filter((route) => route.method !== 'get')
  .map((route) => ({
    what: `${route.method.toUpperCase()} ${route.path.replace(/\{\w+\}/g, 'x')}`,
    isPublic: route['x-access'] === 'public',
    isForAll: route['x-access'] === 'signed_in',
  }));
const guarded = [
  ...withBody.filter(({ isPublic }) => !isPublic),
  { what: 'POST /v1/codec/decode', isForAll: false },
];

describe('a body that goes on and on', () => {
  it.each(guarded)('is not waited for from a stranger: $what', async ({ what }) => {
    expect(await answerTo(what)).toContain(' 401 ');
  });

  it.each(guarded.filter(({ isForAll }) => !isForAll))(
    'is not waited for from somebody who may not call that: $what',
    async ({ what }) => {
      expect(await answerTo(what, readKey)).toContain(' 403 ');
    },
  );

  it.each(['POST /auth/sign-in/email', 'POST /auth/reset-password', 'POST /v1/password-resets'])(
    'is ended early where anybody may send one: %s',
    async (what) => {
      expect(await answerTo(what)).toContain(' 413 ');
    },
  );
});
