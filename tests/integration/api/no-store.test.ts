// What the API says is about somebody's money, and stays on no disk on its way, whichever route it is from.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES } from '@makewhole/api/openapi/document';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
let owner: Session;
let refundId: string;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  refundId = (await askForRefund(world, { transactionId: await world.pay() })).body.id;
});
afterAll(() => world.stop());

const routes = ROUTES.map((route) => route as { method: string; path: string; 'x-access': string })
  .filter((route) => route['x-access'] !== 'public')
  .map(({ method, path }) => ({ what: `${method.toUpperCase()} ${path}` }));

it.each(routes)('is kept by nobody: $what', async ({ what }) => {
  const { headers } = await call(world.url, what.replace(/\{\w+\}/g, refundId), { headers: owner.headers });
  expect(headers.get('cache-control')).toContain('no-store');
});

it('is kept by nobody where it is live', async () => {
  const leave = new AbortController();
  const { headers } = await fetch(`${world.url}/v1/refunds/${refundId}/events`, {
    headers: { ...owner.headers, accept: 'text/event-stream' },
    signal: leave.signal,
  });
  leave.abort();
  expect(headers.get('content-type')).toContain('text/event-stream');
  expect(headers.get('cache-control')).toContain('no-store');
});
