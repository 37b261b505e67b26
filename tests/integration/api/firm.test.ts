// A firm's settings: read by everyone of the firm, changed by its owner alone, each without the other (B5, B8).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  await stepUp(world, owner);
});
afterAll(() => world.stop());

const change = (body: unknown, { headers }: Session = owner) =>
  call<Schemas['Firm'] & Pick<Schemas['Problem'], 'code' | 'detail'>>(world.url, 'PATCH /v1/firm', {
    headers,
    body,
  });

it('reminds after two and five bank days and escalates after seven, until the owner says otherwise', async () => {
  const { body } = await call<Schemas['Firm']>(world.url, 'GET /v1/firm', { key: world.key });
  expect(body.reminders).toEqual({ remindAfter: [2, 5], escalateAfter: 7 });
  const reminders = { remindAfter: [1, 2, 3], escalateAfter: 4 };
  expect((await change({ reminders })).body).toMatchObject({ reminders, approval: { rule: 'never' } });
  const approval = { rule: 'always', overAmount: null };
  expect((await change({ approval })).body).toMatchObject({ reminders, approval });
  const { body: other } = await call<Schemas['Firm']>(world.url, 'GET /v1/firm', { key: world.otherKey });
  expect(other.reminders).toEqual({ remindAfter: [2, 5], escalateAfter: 7 });
});

it.each([
  [{}],
  [{ reminders: { remindAfter: [], escalateAfter: 7 } }],
  [{ reminders: { remindAfter: [5, 2], escalateAfter: 7 } }],
  [{ reminders: { remindAfter: [2, 5], escalateAfter: 5 } }],
  [{ reminders: { remindAfter: [0], escalateAfter: 5 } }],
  [{ reminders: { remindAfter: [2] } }],
  [{ name: 'Another firm' }],
])('takes no %j', async (body) => {
  const { status, body: said } = await change(body);
  expect([status, said.code]).toEqual([400, 'invalid_request']);
});

it("is the owner's to change", async () => {
  const reminders = { remindAfter: [1], escalateAfter: 2 };
  for (const role of ['viewer', 'admin', 'lawyer'] as const) {
    expect((await change({ reminders }, await sessionOf(world, world.firm, role))).status).toBe(403);
  }
});
