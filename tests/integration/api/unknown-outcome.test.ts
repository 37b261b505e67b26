// What the API tells and takes of a refund whose outcome is unknown (B2).
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startApi, type RunningApi } from '@makewhole/api/start-api';
import { createLogger } from '@makewhole/runtime/logger';
import { createRefundWorld, type RefundWorld } from '../../support/refund-world.ts';
import { until } from '../../support/until.ts';
import { apiSettings, giveKey } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';

let world: RefundWorld;
let api: RunningApi;
let key: string;
beforeAll(async () => {
  world = await createRefundWorld();
  const settings = apiSettings({
    DATABASE_URL: world.databaseUrl,
    PROCESSOR_URL: world.sandbox.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TASK_QUEUE: world.taskQueue,
  });
  api = await startApi(settings, createLogger('api', 'silent'));
  key = await giveKey(world.db, world.firm);
});
afterAll(async () => {
  await api.stop();
  await world.stop();
});

it('is told with its look-ups, and a program cannot say that it never happened', async () => {
  const transactionId = await world.pay({ parts: [{ of: 'invoice', amount: 90_00 }] });
  await world.sandbox.arm({ kind: 'timeout_after_success', transactionId, ms: 50 });
  const { body: asked } = await askForRefund({ url: api.url, key }, { transactionId });
  await world.sandbox.arm({ kind: 'lookup_unavailable', reference: asked.id, times: 10_000 });
  const get = <Body>(path: string) => call<Body>(api.url, `GET /v1/refunds/${asked.id}${path}`, { key });

  const { body: refund } = await until(
    () => get<Schemas['Refund']>(''),
    ({ body }) => body.status === 'outcome_unknown',
    ({ body }) => `it is ${body.status}`,
  );
  const { lastSentAt, endableFrom } = refund.outcomeUnknown ?? {};
  expect(Date.parse(endableFrom ?? '') - Date.parse(lastSentAt ?? '')).toBe(3_600_000);
  const { body: state } = await until(
    () => get<Schemas['WorkflowState']>('/workflow'),
    ({ body }) => body.waitingFor === 'outcome_lookup',
    ({ body }) => `it waits for ${body.waitingFor}`,
  );
  expect(['no_answer', 'lookup_unavailable']).toContain(state.lastLookUp?.found);

  for (const outcome of ['not_refunded', 'refunded_differently']) {
    const ending = await call(api.url, `POST /v1/refunds/${asked.id}/resolve`, {
      key,
      body: { outcome, note: 'A guess' },
    });
    expect(ending).toMatchObject({ status: 403, body: { code: 'forbidden', action: 'refund.end_unknown' } });
  }
});
