// What the API tells and takes of a refund whose outcome is unknown (B2).
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { createRefundApi, type RefundApi } from './refund-calls.ts';

let api: RefundApi;
beforeAll(async () => {
  api = await createRefundApi();
});
afterAll(() => api.stop());

it('is told with its look-ups, and a program cannot say that it never happened', async () => {
  const transactionId = await api.world.pay({ parts: [{ of: 'invoice', amount: 90_00 }] });
  await api.world.sandbox.arm({ kind: 'timeout_after_success', transactionId, ms: 50 });
  const { body: asked } = await askForRefund(api, { transactionId });
  await api.world.sandbox.arm({ kind: 'lookup_unavailable', reference: asked.id, times: 10_000 });
  const get = <Body>(path: string) =>
    call<Body>(api.url, `GET /v1/refunds/${asked.id}${path}`, { key: api.key });

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
      key: api.key,
      body: { outcome, note: 'A guess' },
    });
    expect(ending).toMatchObject({ status: 403, body: { code: 'forbidden', action: 'refund.end_unknown' } });
  }
});
