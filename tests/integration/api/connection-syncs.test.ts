// What a firm asks about the taking over of its payments (ADR 55). No worker runs: the row says what was asked.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processorConnections } from '@makewhole/db/schema/connections';
import { processorSync } from '@makewhole/db/schema/processor-sync';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

const DAY_MS = 86_400_000;

let world: ApiWorld;
let key: string;
let path: string;
beforeAll(async () => {
  world = await createApiWorld();
  key = await giveKey(world.db, world.firm, ['connect']);
  path = `/v1/connections/${world.firm.connectionId}/sync`;
}, 120_000);
afterAll(() => world.stop());

const ask = (route: string, body?: unknown, as = key) =>
  call<Schemas['ConnectionSync'] & Schemas['Problem']>(world.url, route, {
    key: as,
    ...(body !== undefined && { body }),
  });

it('begins, goes further back, pauses and continues, and says how far it is', async () => {
  expect((await ask(`GET ${path}`)).body).toMatchObject({ code: 'sync_not_found' });
  const begun = await ask(`POST ${path}`, {});
  expect([begun.status, begun.body]).toMatchObject([
    202,
    {
      state: 'backfilling',
      dryRun: false,
      readBackTo: null,
      pages: 0,
      counts: {},
      notTaken: [],
      waiting: null,
    },
  ]);
  const months = (Date.now() - Date.parse(begun.body.since)) / DAY_MS / 30;
  expect(months).toBeGreaterThan(23.9);
  const later = new Date(Date.now() - DAY_MS).toISOString();
  expect((await ask(`POST ${path}`, { since: later })).body.since).toBe(begun.body.since);
  const earlier = '2023-01-01';
  expect((await ask(`POST ${path}`, { since: earlier })).body.since).toBe('2023-01-01T00:00:00.000Z');
  expect((await ask(`POST ${path}/pause`)).body).toMatchObject({ state: 'paused' });
  expect((await ask(`GET ${path}`)).body.pausedAt).not.toBeNull();
  expect((await ask(`POST ${path}/resume`)).body).toMatchObject({ state: 'backfilling', pausedAt: null });
});

it('says what was not taken over and why, and what it waits for', async () => {
  await world.db
    .update(processorSync)
    .set({
      counts: { added: 7, other_currency: 2, unassigned: 1 },
      followed: { other_currency: 1 },
      samples: { other_currency: ['txn_1', 'txn_2'] },
      ...{ waitingFor: 'rate_limited', waitingSince: new Date(), tries: 1 },
    })
    .where(eq(processorSync.connectionId, world.firm.connectionId));
  const { body } = await ask(`GET ${path}`);
  expect(body.notTaken).toMatchObject([{ kind: 'other_currency', count: 3, sampleIds: ['txn_1', 'txn_2'] }]);
  expect(body.noted).toMatchObject([{ kind: 'unassigned', count: 1 }]);
  expect(body.waiting).toMatchObject({ for: 'rate_limited' });
});

it('has a dry run beside the sync', async () => {
  const { body } = await ask(`POST ${path}`, { dryRun: true, since: '2024-06-01' });
  expect(body).toMatchObject({ dryRun: true, state: 'backfilling', counts: {} });
  expect((await ask(`GET ${path}?dryRun=true`)).body).toMatchObject({ since: '2024-06-01T00:00:00.000Z' });
  expect((await ask(`GET ${path}`)).body).toMatchObject({ dryRun: false });
});

it('refuses a time that has not come, one too long ago, and a connection that is not in use or not the firm’s', async () => {
  for (const since of ['2099-01-01', '1999-01-01', 'soon']) {
    expect((await ask(`POST ${path}`, { since })).status).toBe(400);
  }
  const foreign = `/v1/connections/${world.otherFirm.connectionId}/sync`;
  for (const route of [`GET ${foreign}`, `POST ${foreign}/pause`, `POST ${foreign}/resume`]) {
    expect((await ask(route)).body).toMatchObject({ code: 'connection_not_found' });
  }
  expect((await ask(`POST ${foreign}`, {})).body).toMatchObject({ code: 'connection_not_found' });
  const status = (to: 'active' | 'disabled') =>
    world.db
      .update(processorConnections)
      .set({ status: to })
      .where(eq(processorConnections.id, world.firm.connectionId));
  await status('disabled');
  expect((await ask(`POST ${path}`, {})).body).toMatchObject({ code: 'sync_not_possible' });
  await status('active');
});

it('needs the scope connect, or an owner', async () => {
  const reader = await giveKey(world.db, world.firm, ['read']);
  expect((await ask(`GET ${path}`, undefined, reader)).status).toBe(200);
  expect((await ask(`POST ${path}`, {}, reader)).status).toBe(403);
  expect((await ask(`POST ${path}/pause`, undefined, reader)).status).toBe(403);
});

it('is begun, shown and paused at a terminal', async () => {
  const env = { MAKEWHOLE_API_URL: world.url, MAKEWHOLE_API_KEY: key };
  const begun = await runMakewhole(['sync', '--since', '36m'], { env });
  expect([begun.code, begun.err]).toEqual([0, '']);
  expect(begun.out).toContain('reading the past');
  const paused = await runMakewhole(['--json', 'sync', world.firm.connectionId, '--pause'], { env });
  expect(JSON.parse(paused.out)).toMatchObject({ state: 'paused' });
  const shown = await runMakewhole(['sync', '--status'], { env });
  expect(shown.out).toContain('3  It is in a currency that is not kept here.  txn_1 txn_2');
  const both = await runMakewhole(['sync', '--status', '--pause'], { env });
  expect([both.code, both.err]).toEqual([2, expect.stringContaining('Give one of')]);
  const soon = await runMakewhole(['sync', '--since', 'soon'], { env });
  expect(soon.code).toBe(2);
});
