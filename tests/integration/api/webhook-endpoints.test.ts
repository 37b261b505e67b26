// The endpoints to which a firm's programs are told of events, and what became of each message.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEBHOOK_ENDPOINTS_MAX } from '@makewhole/domain/webhooks';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

type WithSecret = Schemas['WebhookEndpointWithSecret'] & Schemas['Problem'];

const HOOK = { url: 'https://pms.example.com/hook', description: 'Practice management' };

let world: ApiWorld;
let owner: Session;
let otherOwner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  otherOwner = await sessionOf(world, world.otherFirm, 'owner');
});
afterAll(() => world.stop());

function ask<Body = WithSecret>(what: string, body?: unknown, { headers }: Session = owner) {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

describe('an endpoint', () => {
  it('is added, and its secret is shown once', async () => {
    const { status, body } = await ask('POST /v1/webhook-endpoints', HOOK);
    expect([status, body]).toMatchObject([
      201,
      { ...HOOK, eventTypes: null, enabled: true, failingSince: null, previousSecretUntil: null },
    ]);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const seen = await ask(`GET /v1/webhook-endpoints/${body.id}`);
    expect(seen.text).not.toContain('whsec_');
    const listed = await ask<Schemas['WebhookEndpointList']>('GET /v1/webhook-endpoints');
    expect(listed.body.data.map(({ id }) => id)).toContain(body.id);
    expect(listed.text).not.toContain('whsec_');
  });

  it('is kept at the address that is called, and known by one line', async () => {
    const url = 'HTTPS://PMS.example.com/a/../hook?x=<b>';
    const { body } = await ask('POST /v1/webhook-endpoints', { ...HOOK, url });
    expect(body.url).toBe('https://pms.example.com/hook?x=%3Cb%3E');
    const changed = await ask(`PATCH /v1/webhook-endpoints/${body.id}`, { url: 'https://PMS.example.com' });
    expect(changed.body.url).toBe('https://pms.example.com/');
    for (const wrong of [{ url: `${HOOK.url}\r\nBcc: x@example.com` }, { description: 'a\nb' }]) {
      const refused = await ask('POST /v1/webhook-endpoints', { ...HOOK, ...wrong });
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_request']);
    }
  });

  it('gets another secret by a rotation, and both sign for a day', async () => {
    const { body } = await ask('POST /v1/webhook-endpoints', HOOK);
    const rotated = await ask(`POST /v1/webhook-endpoints/${body.id}/rotate`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(body.secret);
    const hours = (Date.parse(rotated.body.previousSecretUntil ?? '') - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
  });

  it('is changed, turned off and on again', async () => {
    const { body } = await ask('POST /v1/webhook-endpoints', HOOK);
    const path = `PATCH /v1/webhook-endpoints/${body.id}`;
    expect((await ask(path, { eventTypes: ['refund.succeeded'], enabled: false })).body).toMatchObject({
      ...HOOK,
      eventTypes: ['refund.succeeded'],
      enabled: false,
      disabledBecause: 'person',
    });
    expect((await ask(path, { enabled: true })).body).toMatchObject({ enabled: true, disabledAt: null });
    expect((await ask(path, {})).status).toBe(200);
  });

  it.each([
    ['http://pms.example.com/hook', 'https://'],
    ['https://127.0.0.1/hook', 'on the internet'],
    ['https://169.254.169.254/latest', 'on the internet'],
    ['https://me:secret@pms.example.com', 'user name'],
    ['hook', 'is no address'],
  ])('at %s is refused', async (url, words) => {
    const added = await ask('POST /v1/webhook-endpoints', { ...HOOK, url });
    expect([added.status, added.body.code]).toEqual([400, 'invalid_request']);
    expect(added.body.detail).toContain(words);
    const { body } = await ask('POST /v1/webhook-endpoints', HOOK);
    expect((await ask(`PATCH /v1/webhook-endpoints/${body.id}`, { url })).status).toBe(400);
  });

  it('is nobody else’s: neither another firm’s nor an admin’s nor a key’s', async () => {
    const { body } = await ask('POST /v1/webhook-endpoints', HOOK);
    const admin = await sessionOf(world, world.firm, 'admin');
    const calls = [
      `GET /v1/webhook-endpoints/${body.id}`,
      `PATCH /v1/webhook-endpoints/${body.id}`,
      `POST /v1/webhook-endpoints/${body.id}/rotate`,
      `POST /v1/webhook-endpoints/${body.id}/test`,
    ];
    for (const what of calls) {
      const asked = what.startsWith('GET') ? undefined : {};
      expect((await ask(what, asked, otherOwner)).body.code).toBe('webhook_endpoint_not_found');
      expect((await ask(what, asked, admin)).status).toBe(403);
      expect((await call(world.url, what, { key: world.key, ...(asked && { body: asked }) })).status).toBe(
        403,
      );
    }
  });

  it('is one of twenty at most, also when they are added at once', async () => {
    const added = await Promise.all(
      Array.from({ length: WEBHOOK_ENDPOINTS_MAX + 3 }, () =>
        ask('POST /v1/webhook-endpoints', HOOK, otherOwner),
      ),
    );
    const codes = added.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(codes).toEqual([...Array.from({ length: WEBHOOK_ENDPOINTS_MAX }, () => 201), 422, 422, 422]);
  });
});

describe('a delivery', () => {
  it('is noted with the event itself, page by page, and is its firm’s alone', async () => {
    const { body: endpoint } = await ask('POST /v1/webhook-endpoints', {
      ...HOOK,
      eventTypes: ['refund.requested'],
    });
    const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
    await ask(`POST /v1/webhook-endpoints/${endpoint.id}/test`, {});
    const list = `GET /v1/webhook-deliveries?endpointId=${endpoint.id}`;
    const first = await ask<Schemas['WebhookDeliveryPage']>(`${list}&limit=1`);
    expect(first.body.data).toMatchObject([{ type: 'ping', status: 'pending', attempts: 0 }]);
    const next = await ask<Schemas['WebhookDeliveryPage']>(`${list}&limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body).toMatchObject({
      data: [{ type: 'refund.requested', payload: { data: { id: refund.id, version: 1 } } }],
      nextCursor: null,
    });
    const id = next.body.data[0]?.id;
    expect((await ask(`GET /v1/webhook-deliveries/${id}`)).body).toEqual(next.body.data[0]);
    expect((await ask(`GET /v1/webhook-deliveries/${id}`, undefined, otherOwner)).status).toBe(404);
    expect((await ask(`POST /v1/webhook-deliveries/${id}/replay`, {}, otherOwner)).status).toBe(404);
    const others = await ask<Schemas['WebhookDeliveryPage']>(list, undefined, otherOwner);
    expect(others.body.data).toEqual([]);
  });

  it('that is on its way is not begun anew by a replay', async () => {
    const { body: endpoint } = await ask('POST /v1/webhook-endpoints', HOOK);
    const sent = await ask<Schemas['WebhookDelivery']>(`POST /v1/webhook-endpoints/${endpoint.id}/test`, {});
    const replayed = await ask<Schemas['WebhookDelivery']>(
      `POST /v1/webhook-deliveries/${sent.body.id}/replay`,
      {},
    );
    expect([sent.status, replayed.status]).toEqual([202, 202]);
    expect(replayed.body).toEqual(sent.body);
  });
});
