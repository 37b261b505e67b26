// Nothing of a request is passed over in silence, whichever route it is for: each of them is asked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '@makewhole/api/openapi/document';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
/** Who may do everything that a person may: a refusal is then one of the request itself. */
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
});
afterAll(() => world.stop());

const JSON_TYPE = 'application/json';
const routes = ROUTES.map((route) => {
  const { method, path, request } = route as {
    method: string;
    path: string;
    request?: { body?: { content: object } };
  };
  return {
    what: `${method.toUpperCase()} ${path}`,
    path: `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, 'x')}`,
    takesJson: JSON_TYPE in (request?.body?.content ?? {}),
  };
});

function send(path: string, body: string | Uint8Array<ArrayBuffer>, contentType = JSON_TYPE) {
  const [method = '', address = ''] = path.split(' ');
  return fetch(`${world.url}${address}`, {
    method,
    headers: { ...owner.headers, 'content-type': contentType },
    body,
  });
}

describe('a query parameter that a route does not take', () => {
  it.each(routes)('is refused: $what', async ({ path }) => {
    const { status, body } = await call(world.url, `${path}?surprise=1`, { headers: owner.headers });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail).toContain('surprise');
  });

  it('is refused where people sign in', async () => {
    const body = { email: 'a@example.com', password: 'x' };
    const answer = await call(world.url, 'POST /auth/sign-in/email?callbackURL=x', { body });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
  });

  it('refunds nothing', async () => {
    const transactionId = await world.pay();
    const refused = await call(world.url, 'POST /v1/refunds?amount=1&dryRun=true', {
      key: world.key,
      headers: { 'idempotency-key': 'dry' },
      body: { transactionId, reason: 'Paid twice' },
    });
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      'amount: this request accepts no query parameters (in the query).',
    ]);
    const list = await call<Schemas['RefundPage']>(world.url, 'GET /v1/refunds', { key: world.key });
    expect(list.body.data).toEqual([]);
  });
});

describe('a body of JSON', () => {
  const withBody = routes.filter(({ takesJson }) => takesJson);
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it.each(withBody)('that is no UTF-8, or has a key twice, is refused: $what', async ({ path }) => {
    const cases = [
      [bytes('{"reason":"Zo\u00eb paid twice"}'), JSON_TYPE, 400, 'not UTF-8'],
      ['{"reason":"a","reason":"b"}', JSON_TYPE, 400, 'twice'],
      ['{"reason":"a"}', `${JSON_TYPE}; charset=latin1`, 415, 'UTF-8'],
    ] as const;
    for (const [body, type, status, words] of cases) {
      const answer = await send(path, body, type);
      const said = (await answer.json()) as Schemas['Problem'];
      expect([answer.status, said.detail]).toEqual([status, expect.stringContaining(words)]);
    }
  });

  it('may say that it is UTF-8', async () => {
    const answer = await send('POST /v1/refunds/preview', '{}', `${JSON_TYPE}; charset=UTF-8`);
    expect(((await answer.json()) as Schemas['Problem']).detail).toContain('transactionId');
  });
});

describe('what a person wrote', () => {
  it.each(['\u200b', 'a\u202eb', 'a\u0000b'])(
    'is refused where nobody sees it as it is: %j',
    async (reason) => {
      const { status, body } = await askForRefund(world, { transactionId: await world.pay(), reason });
      expect([status, body.code]).toEqual([400, 'invalid_request']);
    },
  );

  it('keeps the letters and lines that it has', async () => {
    const reason = 'Zoë paid twice.\n退款 🙂';
    const { body } = await askForRefund(world, { transactionId: await world.pay(), reason });
    expect(body.reason).toBe(reason);
  });
});
