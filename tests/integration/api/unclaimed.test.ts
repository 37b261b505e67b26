// The list of unclaimed money through the API (LW1), as JSON and as CSV.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
  await world.db.execute('ALTER TABLE postings DISABLE TRIGGER postings_append_only');
  await world.db.execute("UPDATE postings SET at = at - interval '2 years'");
  await world.db.execute(
    `UPDATE trust_account_balances SET held = 100 WHERE firm_id = '${world.firm.firmId}'`,
  );
});
afterAll(() => world.stop());

it('has trust money that nobody touched, as JSON and as CSV', async () => {
  const report = await call<Schemas['UnclaimedReport']>(world.url, 'GET /v1/reports/unclaimed', {
    key: world.key,
  });
  expect([report.status, report.body]).toMatchObject([
    200,
    {
      isComplete: true,
      items: [
        {
          ...{ kind: 'trust_balance', owner: 'Dana Whitfield', amount: 4_999_00, matterNumber: '2026-014' },
          ...{ state: null, dormantOn: null },
        },
      ],
    },
  ]);
  const csv = await call(world.url, 'GET /v1/reports/unclaimed', {
    key: world.key,
    headers: { accept: 'text/csv' },
  });
  expect(csv.text).toContain('Trust money without activity,Dana Whitfield,2026-014,4999.00,,');
});

it('has nothing where no money waits', async () => {
  await world.db.execute('UPDATE trust_account_balances SET held = balance');
  const report = await call<Schemas['UnclaimedReport']>(world.url, 'GET /v1/reports/unclaimed', {
    key: world.otherKey,
  });
  expect(report.body.items).toEqual([]);
});
