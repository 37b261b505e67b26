// The codec endpoint, as the Temporal UI and the temporal command call it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPayloadConverter } from '@temporalio/common';
import { eq } from 'drizzle-orm';
import { createCredentials } from '@makewhole/api/auth/create-credentials';
import { startApi } from '@makewhole/api/start-api';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { firms } from '@makewhole/db/schema/firms';
import type { Role } from '@makewhole/domain/roles';
import { createLogger } from '@makewhole/runtime/logger';
import { createPayloadCodec } from '@makewhole/temporal/payload-codec';
import { payloadKeysSchema } from '@makewhole/temporal/payload-keys';
import { createKeyRing } from '../../support/key-ring.ts';
import { PORTAL_URL, apiSettings, createApiWorld, type ApiWorld } from './api-world.ts';
import { call } from './call.ts';

const UI_ORIGIN = 'http://temporal.example:8233';
const TOKEN = 'an operators token of more than 32 characters';
const PASSWORD = 'a long enough password';
const DECODE = 'POST /v1/codec/decode?preserveStorageRefs=true';

type Decoded = { payloads: { metadata: Record<string, string>; data: string }[] };

const ring = createKeyRing();
const keysOf = (...ids: string[]) => payloadKeysSchema.parse(ring.settingOf(ids));

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld({
    TEMPORAL_PAYLOAD_KEYS: keysOf('k2', 'k1'),
    TEMPORAL_CODEC_TOKEN: TOKEN,
    TEMPORAL_CODEC_FOR_OWNERS: true,
    TEMPORAL_UI_URL: `${UI_ORIGIN}/`,
  });
});
afterAll(() => world.stop());

describe('an operator', () => {
  it('with the token reads payloads of every key, and plain ones as they are', async () => {
    const payloads = [await sealed('k1', { is: 'old' }), await sealed('k2', { is: 'new' }), plain('plain')];
    const answer = await decode({ authorization: `Bearer ${TOKEN}` }, payloads);
    expect(answer.status).toBe(200);
    const texts = answer.body.payloads.map(({ data }) => Buffer.from(data, 'base64').toString());
    expect(texts).toEqual(['{"is":"old"}', '{"is":"new"}', '"plain"']);
    expect(answer.body.payloads[0]?.metadata).toEqual({ encoding: base64('json/plain') });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is told which key is missing', async () => {
    const answer = await decode({ authorization: `Bearer ${TOKEN}` }, [await sealed('k9', 'lost')]);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('payload_unreadable');
    expect(answer.text).toContain('k9');
  });

  it('is told of a body that is none', async () => {
    for (const body of [null, {}, { payloads: [{ data: '%' }] }, { payloads: 'x' }]) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      expect((await call(world.url, DECODE, { body, headers })).status).toBe(400);
    }
  });
});

describe('a browser at the Temporal UI', () => {
  it('may ask across origins, and no other page may', async () => {
    const preflight = (origin: string) =>
      fetch(`${world.url}/v1/codec/decode`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-namespace',
        },
      });
    const { status, headers } = await preflight(UI_ORIGIN);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(UI_ORIGIN);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toBe('content-type,x-namespace');
    for (const origin of ['http://evil.example', PORTAL_URL, 'null']) {
      expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('reads as an owner who is signed in where the installation says so, and as nobody else', async () => {
    const payloads = [await sealed('k2', 'seen')];
    const owner = await sessionOf('owner');
    expect((await decode({ cookie: owner, origin: UI_ORIGIN }, payloads)).status).toBe(200);
    for (const role of ['viewer', 'admin', 'lawyer'] as const) {
      const answer = await decode({ cookie: await sessionOf(role), origin: UI_ORIGIN }, payloads);
      expect([role, answer.status]).toEqual([role, 403]);
    }
    for (const origin of ['http://evil.example', PORTAL_URL]) {
      expect((await decode({ cookie: owner, origin }, payloads)).status).toBe(403);
    }
  });
});

describe('an owner', () => {
  it('whose firm requires a second factor reads nothing without one', async () => {
    const headers = { cookie: await sessionOf('owner'), origin: UI_ORIGIN };
    const set = (secondFactorRequired: boolean) =>
      world.db.update(firms).set({ secondFactorRequired }).where(eq(firms.id, world.firm.firmId));
    await set(true);
    const answer = await decode(headers, [await sealed('k2', 'secret')]);
    await set(false);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('second_factor_required');
  });

  it('is no operator unless the installation says so', async () => {
    const api = await startApi(
      apiSettings({
        DATABASE_URL: world.databaseUrl,
        TEMPORAL_PAYLOAD_KEYS: keysOf('k2'),
        TEMPORAL_UI_URL: UI_ORIGIN,
      }),
      createLogger('api', 'silent'),
    );
    const answer = await call(api.url, DECODE, {
      body: { payloads: [await sealed('k2', 'secret')] },
      headers: { cookie: await sessionOf('owner'), origin: UI_ORIGIN },
    });
    await api.stop();
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
  });
});

describe('nobody else', () => {
  it('decrypts: no API key of a firm, no wrong token, no stranger', async () => {
    const payloads = [await sealed('k2', 'secret')];
    expect((await decode({ authorization: `Bearer ${world.key}` }, payloads)).status).toBe(403);
    const strangers: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${TOKEN}x` },
      { authorization: 'Bearer ' },
    ];
    for (const headers of strangers) {
      const answer = await decode(headers, payloads);
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain(base64('secret'));
    }
  });

  it('finds the endpoint where payloads are not encrypted', async () => {
    const unencrypted = await createApiWorld({ TEMPORAL_CODEC_TOKEN: TOKEN });
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await call(unencrypted.url, DECODE, { body: { payloads: [] }, headers })).status).toBe(404);
    await unencrypted.stop();
  });
});

function decode(headers: Record<string, string>, payloads: readonly unknown[]) {
  return call<Decoded>(world.url, DECODE, { body: { payloads }, headers });
}

const plain = (value: unknown) => jsonOf(defaultPayloadConverter.toPayload(value));

/** As the UI gets it from the server. */
async function sealed(keyId: string, value: unknown) {
  const codec = createPayloadCodec(keysOf(keyId));
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(value)]);
  return jsonOf(payload ?? {});
}

function jsonOf({ metadata, data }: ReturnType<typeof defaultPayloadConverter.toPayload>) {
  const values = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(values) as Record<string, string>, data: base64(data ?? '') };
}

function base64(value: string | Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

/** @returns the Cookie header of somebody of the firm who has signed in */
async function sessionOf(role: Role): Promise<string> {
  const email = `${role}@codec.example`;
  const person = { firmId: world.firm.firmId, name: 'Pat Doe', email };
  const principalId = await createPrincipal(world.db, { ...person, kind: 'user', role });
  await createCredentials(world.db, { ...person, principalId, password: PASSWORD });
  const { status, headers } = await call(world.url, 'POST /auth/sign-in/email', {
    body: { email, password: PASSWORD },
    headers: { origin: PORTAL_URL },
  });
  expect(status).toBe(200);
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
