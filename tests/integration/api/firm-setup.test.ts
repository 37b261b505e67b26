// What a new firm still has to do, told from what it has: GET /v1/firm/setup, and what an owner sets aside.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFirm } from '@makewhole/db/new-firms/create-firm';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

type Setup = Schemas['Setup'];

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
});
afterAll(() => world.stop());

async function statesFor(by: Pick<Call, 'headers' | 'key'>) {
  const { status, body } = await call<Setup>(world.url, 'GET /v1/firm/setup', by);
  expect(status).toBe(200);
  return Object.fromEntries(body.steps.map(({ name, state }) => [name, state]));
}

function setAside(step: string, notForUs: boolean, { headers }: Session = owner) {
  return call<Setup>(world.url, `PUT /v1/firm/setup/${step}`, { headers, body: { notForUs } });
}

describe('a firm that was just created', () => {
  let key: string;
  beforeAll(async () => {
    const made = await createFirm(world.db, {
      name: 'Hale & Roy LLP',
      timeZone: 'America/Chicago',
      owner: { name: 'Ada Hale', email: 'ada@haleroy.example' },
      reference: 'ticket 1',
      now: new Date(),
    });
    key = await giveKey(world.db, made);
  });

  it('has everything before it, and the invited owner is not yet somebody who can sign in', async () => {
    expect(await statesFor({ key })).toEqual({
      connection: 'open',
      matters: 'open',
      trust_balances: 'open',
      people: 'open',
      reconciliation: 'open',
      test_refund: 'open',
    });
  });

  it('has a matter as soon as its own system brought one in', async () => {
    const { status } = await call(world.url, 'PUT /v1/matters/m-1', {
      key,
      body: {
        ...{ number: '2026-001', name: 'Roy v. Roy', closed: false, asOf: '2026-11-23T12:00:00Z' },
        ...{
          client: { externalId: 'c-1', name: 'Dana Roy', email: null },
          users: [{ name: 'Nora Roy', email: 'nora@haleroy.example' }],
        },
      },
    });
    expect(status).toBe(200);
    expect((await statesFor({ key })).matters).toBe('done');
  });
});

it('tells a firm that works from what it has, another firm nothing of it', async () => {
  expect(await statesFor(owner)).toMatchObject({ connection: 'done', matters: 'done' });
  const stranger = await sessionOf(world, world.otherFirm, 'owner');
  await setAside('people', true);
  expect((await statesFor(stranger)).people).toBe('open');
  await setAside('people', false);
});

it('sets a step aside and takes it up again, each once in the timeline', async () => {
  await setAside('reconciliation', true);
  await setAside('reconciliation', true);
  expect((await statesFor(owner)).reconciliation).toBe('not_for_us');
  await setAside('reconciliation', false);
  expect((await statesFor(owner)).reconciliation).toBe('open');
  const { body } = await call<{ data: Schemas['FirmEvent'][] }>(world.url, 'GET /v1/firm/events?limit=2', {
    headers: owner.headers,
  });
  expect(body.data.map(({ type, data }) => [type, data])).toEqual([
    ['setup.step_taken_up', { step: 'reconciliation' }],
    ['setup.step_set_aside', { step: 'reconciliation' }],
  ]);
});

it('refuses what no firm can do without, what is no step, and who is no owner', async () => {
  const { status, text } = await setAside('connection', true);
  expect([status, text]).toEqual([400, expect.stringContaining('"invalid_request"')]);
  expect((await setAside('coffee', true)).status).toBe(400);
  const admin = await sessionOf(world, world.firm, 'admin');
  expect((await setAside('people', true, admin)).status).toBe(403);
  expect(Object.keys(await statesFor(admin))).toContain('people');
});
