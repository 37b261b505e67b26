// Reconciliation over the API (B12): asked for, looked at, explained. No worker runs here: what is started stays so.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { Client, Connection } from '@temporalio/client';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import { refunds } from '@makewhole/db/schema/refunds';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { findRefund } from '@makewhole/db/refunds/refund-view';

let world: ApiWorld;
let connection: Connection;
beforeAll(async () => {
  const address = inject('temporalAddress');
  world = await createApiWorld({ TEMPORAL_ADDRESS: address, TASK_QUEUE: `nobody-${randomUUID()}` });
  connection = await Connection.connect({ address });
});
afterAll(async () => {
  await connection.close();
  await world.stop();
});

type Run = Schemas['ReconciliationDetail'];
type Difference = Schemas['ReconciliationDifference'];

const get = <Body>(path: string, key = world.key) => call<Body>(world.url, `GET ${path}`, { key });
const post = <Body = Schemas['Problem']>(path: string, body?: unknown, key = world.key) =>
  call<Body>(world.url, `POST ${path}`, { key, body });

describe('POST /v1/reconciliations', () => {
  it('starts one, which can be looked at right away, and no second one beside it', async () => {
    const started = await post<Schemas['ReconciliationStarted']>('/v1/reconciliations');
    expect(started.status).toBe(202);
    expect(started.headers.get('location')).toBe(`/v1/reconciliations/${started.body.id}`);
    const run = await get<Run>(`/v1/reconciliations/${started.body.id}`);
    expect(run.body).toMatchObject({ status: 'running', finishedAt: null, differences: [] });
    const listed = await get<Schemas['ReconciliationPage']>('/v1/reconciliations');
    expect(listed.body.data.map(({ id }) => id)).toEqual([started.body.id]);
    const second = await post('/v1/reconciliations');
    expect([second.status, second.body.code]).toEqual([409, 'reconciliation_running']);
    expect((await get(`/v1/reconciliations/${started.body.id}`, world.otherKey)).status).toBe(404);
    const workflow = new Client({ connection }).workflow.getHandle(reconcileWorkflowId(world.firm.firmId));
    await workflow.terminate();
    const next = await post<Schemas['ReconciliationStarted']>('/v1/reconciliations');
    expect(next.status).toBe(202);
    await workflow.terminate();
    const { data } = (await get<Schemas['ReconciliationPage']>('/v1/reconciliations')).body;
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      [next.body.id, 'running'],
      [started.body.id, 'failed'],
    ]);
  });

  it('needs the permission for it', async () => {
    const reader = await giveKey(world.db, world.firm, ['read', 'trust']);
    const answer = await post('/v1/reconciliations', undefined, reader);
    expect([answer.status, answer.body.action]).toEqual([403, 'reconciliation.manage']);
  });

  it('starts nothing and says so while Temporal is away', async () => {
    const away = await createApiWorld();
    try {
      const answer = await call(away.url, 'POST /v1/reconciliations', { key: away.key });
      expect([answer.status, answer.body.code]).toEqual([503, 'workflow_unavailable']);
      const listed = await call<Schemas['ReconciliationPage']>(away.url, 'GET /v1/reconciliations', {
        key: away.key,
      });
      expect(listed.body).toEqual({ data: [], nextCursor: null });
    } finally {
      await away.stop();
    }
  });
});

describe('a difference', () => {
  it('that was made elsewhere is explained by a person, once', async () => {
    const transactionId = await world.pay();
    await world.sandbox.post('/control/refund', { transactionId });
    await expect
      .poll(() => differencesOf(transactionId), { timeout: 15_000 })
      .toMatchObject([{ kind: 'refunded_elsewhere', status: 'open', refundId: null }]);
    const [{ id } = { id: '' }] = await differencesOf(transactionId);
    expect(await unowed()).toEqual([1, [id]]);
    const path = `/v1/reconciliation-differences/${id}/settle`;
    expect((await post(path, { note: 'Mine' }, world.otherKey)).status).toBe(404);
    const settled = await post<Difference>(path, { note: 'The owner did it by hand' });
    expect([settled.status, settled.body.status]).toEqual([200, 'settled']);
    const again = await post<Difference>(path, { note: 'Somebody else' });
    expect(again.body).toEqual(settled.body);
    expect(settled.body).toMatchObject({ note: 'The owner did it by hand' });
    const open = await get<Schemas['ReconciliationDifferencePage']>(
      '/v1/reconciliation-differences?status=open',
    );
    expect(open.body.data.map((one) => one.id)).not.toContain(id);
    expect(await unowed()).toEqual([0, []]);
  });

  it.each(['the difference', 'the refund'])(
    'about a refund of ours is settled with its obligation, asked of %s',
    async (asked) => {
      const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
      const key = { firmId: world.firm.firmId, refundId: asId<RefundId>(refund.id) };
      await recordDifference(world.db, {
        firmId: key.firmId,
        difference: {
          kind: 'status_differs',
          key: `status_differs:${refund.id}`,
          transactionId: asId<TransactionId>(refund.transactionId),
          refundId: key.refundId,
          processorRefundId: null,
          explanation: 'It differs. Ask the processor.',
        },
        reconciliationId: null,
        at: new Date(),
      });
      expect(await unowed()).toEqual([0, []]);
      // Closed, and no workflow waits for it any more.
      const workflowRunId = 'ended';
      await world.db
        .update(refunds)
        .set({ closedAt: new Date(), workflowRunId })
        .where(eq(refunds.id, key.refundId));
      await endWorkflow(refund);
      const [difference] = await differencesOf(refund.transactionId);
      const obligation = (await findRefund(world.db, key))?.obligations[0];
      const note = 'The processor has corrected it';
      const answer =
        asked === 'the refund'
          ? await post(`/v1/refunds/${refund.id}/attention`, { obligationId: obligation?.id, note })
          : await post(`/v1/reconciliation-differences/${difference?.id}/settle`, { note });
      expect(answer.status, answer.text).toBe(200);
      expect(await differencesOf(refund.transactionId)).toMatchObject([{ status: 'settled', note }]);
      expect((await findRefund(world.db, key))?.obligations).toMatchObject([
        { kind: 'reconciliation', status: 'done' },
      ]);
    },
  );

  it('that nobody knows is not found', async () => {
    const answer = await post('/v1/reconciliation-differences/dif_none/settle', { note: 'Nothing' });
    expect([answer.status, answer.body.code]).toEqual([404, 'difference_not_found']);
    const odd = await get<Schemas['Problem']>('/v1/reconciliation-differences?cursor=odd');
    expect([odd.status, odd.body.code]).toEqual([400, 'invalid_request']);
  });
});

async function differencesOf(transactionId: string): Promise<Difference[]> {
  const { body } = await get<Schemas['ReconciliationDifferencePage']>(
    '/v1/reconciliation-differences?limit=100',
  );
  return body.data.filter((one) => one.transactionId === transactionId);
}

/** How many differences no refund owes, and which. */
async function unowed(): Promise<[number, string[]]> {
  const { body } = await get<Schemas['ReconciliationDifferencePage']>(
    '/v1/reconciliation-differences?status=open&unowed=true',
  );
  return [body.count, body.data.map(({ id }) => id)];
}

/** The API has started it, where it was quick enough. */
async function endWorkflow({ workflow: { id } }: Schemas['Refund']): Promise<void> {
  const handle = new Client({ connection }).workflow.getHandle(id);
  await expect
    .poll(
      () =>
        handle.terminate().then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(true);
}
