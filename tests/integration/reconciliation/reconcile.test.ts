// Reconciliation with the real sandbox, Temporal and a worker (B12): what is wrong is found, once; what is right is not.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { newId } from '@makewhole/db/new-id';
import { findReconciliation, listReconciliations } from '@makewhole/db/reconciliation/list-reconciliations';
import { refunds } from '@makewhole/db/schema/refunds';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { RECONCILE_ALL_WORKFLOW, reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import { money } from '@makewhole/domain/money';
import { createRefundWorld, type RefundWorld } from '../../support/refund-world.ts';
import { until } from '../../support/until.ts';
import { differencesOf, reconcile, start } from './run-reconciliation.ts';
import { bookRefund, decide, isClosed, settle } from '../../workflow/refund-walk.ts';

const PAID_AN_INVOICE = { parts: [{ of: 'invoice', amount: 60_00 }] } as const;
/** What differs is looked at twice, ten seconds apart. */
const WITH_SECOND_LOOKS_MS = 120_000;
/** Firms that a night reconciles at once. */
const FIRMS_AT_ONCE = 10;
const UNAPPLIED = { parts: [{ of: 'unapplied', amount: 60_00 }] } as const;
const ITEM_OF_61 = { description: 'Fees', invoiceNumber: null, account: 'operating', amount: 61_00 };

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a reconciliation', () => {
  it('finds a refund that was made at the payment company itself, twice as one difference', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(UNAPPLIED);
    await world.sandbox.post('/control/refund', { transactionId });
    const first = await reconcile(world);
    const second = await reconcile(world);
    expect(await differencesOf(world)).toMatchObject([
      { kind: 'refunded_elsewhere', status: 'open', transactionId, refundId: null },
    ]);
    expect([first, second]).toMatchObject([
      { result: { outcome: 'complete', refundsThere: 1 }, differenceCount: 1 },
      { result: { outcome: 'complete', refundsThere: 1 }, differenceCount: 1 },
    ]);
    expect(await world.ask(transactionId)).toMatchObject({
      kind: 'not_refundable',
      refusal: { code: 'refunded_elsewhere' },
    });
  });

  it('finds nothing where everything agrees: requested, on its way, closed, and failed', async () => {
    const world = await servers.anotherFirm();
    await bookRefund(world, PAID_AN_INVOICE);
    const done = await bookRefund(world, PAID_AN_INVOICE);
    await settle(world, done);
    await decide(world, done, 'write_off');
    await isClosed(world, done);
    const failed = await bookRefund(world, PAID_AN_INVOICE);
    await world.sandbox.fail(failed.transactionId);
    await world.tell(failed);
    await isClosed(world, failed);
    await world.request(await world.pay(UNAPPLIED));
    const run = await reconcile(world);
    expect(await differencesOf(world)).toEqual([]);
    expect(run?.result).toMatchObject({ outcome: 'complete', refundsHere: 4, refundsThere: 3 });
  });

  it(
    'has a refund ask the payment company itself whose webhook was lost, which is no difference then',
    async () => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, UNAPPLIED);
      await world.sandbox.settle(refund.transactionId);
      await reconcile(world);
      expect(await differencesOf(world)).toEqual([]);
      expect((await world.find(refund.id)).status).toBe('succeeded');
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'has a refund taken up again whose credit came back long after it was closed (B6)',
    async () => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, UNAPPLIED);
      await settle(world, refund);
      await isClosed(world, refund);
      const closedAt = new Date(Date.now() - 200 * 86_400_000);
      await world.db.update(refunds).set({ closedAt }).where(eq(refunds.id, refund.id));
      await world.sandbox.returnRefund(refund.transactionId);
      await reconcile(world);
      await world.seen(refund, ({ status }) => status === 'failed');
      expect(await differencesOf(world)).toEqual([]);
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'tells of a refund of another amount there, and opens one task, however often it is found',
    async () => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, UNAPPLIED);
      await settle(world, refund);
      await isClosed(world, refund);
      await world.db
        .update(refunds)
        .set({ amount: money(59_00) })
        .where(eq(refunds.id, refund.id));
      await reconcile(world);
      await reconcile(world);
      const found = await differencesOf(world);
      expect(found).toMatchObject([{ kind: 'amount_differs', refundId: refund.id, status: 'open' }]);
      const { obligations } = await world.find(refund.id);
      expect(obligations.filter(({ kind }) => kind === 'reconciliation')).toMatchObject([
        { status: 'open', subject: found[0]?.id, owner: 'admin' },
      ]);
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'tells of what the company lost, and has a workflow that is gone run again, which moves the books',
    async () => {
      const world = await servers.anotherFirm();
      const refund = await world.request(await world.pay(UNAPPLIED));
      await world.db.update(refunds).set({ status: 'submitting' }).where(eq(refunds.id, refund.id));
      const requestedAt = new Date(Date.now() - 3_600_000);
      await world.db
        .update(refunds)
        .set({ status: 'processing', processorRefundId: 're_lost', workflowRunId: 'gone', requestedAt })
        .where(eq(refunds.id, refund.id));
      await reconcile(world);
      const kinds = (await differencesOf(world)).map(({ kind }) => kind);
      expect(kinds).toEqual(['missing_at_processor']);
      const { postings } = await world.find(refund.id);
      expect(postings.map(({ step }) => step)).toContain('operating_debit');
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'brings payments up to date whose webhooks were lost, and tells of one that is of another amount',
    async () => {
      const world = await servers.anotherFirm();
      const disputed = await world.pay(UNAPPLIED);
      const refunding = await bookRefund(world, UNAPPLIED);
      const mistaken = await world.pay({ ...UNAPPLIED, atProcessor: { amount: 61_00, items: [ITEM_OF_61] } });
      for (const transactionId of [disputed, refunding.transactionId]) {
        await world.sandbox.post('/control/dispute', { transactionId });
      }
      await reconcile(world);
      await reconcile(world);
      expect(await world.ask(disputed)).toMatchObject({ refusal: { code: 'disputed' } });
      await world.seen(refunding, ({ obligations }) =>
        obligations.some(({ subject }) => subject === 'payment_disputed'),
      );
      expect(await differencesOf(world)).toMatchObject([
        { kind: 'payment_differs', transactionId: mistaken, refundId: null },
      ]);
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'finds nothing in the demo firm, whose past refunds the stores have carried',
    async () => {
      const { db, sandbox, client, taskQueue } = servers;
      const { processorPayments: payments, firmId } = await seedDemoFirm(db, { now: new Date() });
      await sandbox.post('/control/payments', { payments });
      const id = newId<string>('rec');
      await start({ client, taskQueue, firm: { firmId } }, id);
      await client.workflow.getHandle(reconcileWorkflowId(firmId)).result();
      const run = await findReconciliation(db, { firmId, id });
      expect(run).toMatchObject({ result: { outcome: 'complete' }, differenceCount: 0 });
      expect(run?.result?.refundsHere).toBeGreaterThan(0);
    },
    WITH_SECOND_LOOKS_MS,
  );

  it('runs once at a time for a firm', async () => {
    const { client, firm } = await servers.anotherFirm();
    const run = () => start({ client, firm, taskQueue: 'nobody-listens' }, newId<string>('rec'));
    const started = await Promise.all([run(), run(), run()]);
    expect(started.sort()).toEqual(['already_running', 'already_running', 'started']);
    await client.workflow.getHandle(reconcileWorkflowId(firm.firmId)).terminate();
    expect(await run()).toBe('started');
    await client.workflow.getHandle(reconcileWorkflowId(firm.firmId)).terminate();
  });
});

describe('a reconciliation that cannot look at everything', () => {
  it(
    'says so once it is ended, and the next one begins where it did',
    async () => {
      const world = await servers.anotherFirm();
      const { sandbox, client, firm } = world;
      const before = await reconcile(world);
      await sandbox.arm({ kind: 'lookup_unavailable', times: 1_000 });
      const id = newId<string>('rec');
      await start(world, id);
      const workflow = client.workflow.getHandle(reconcileWorkflowId(firm.firmId));
      const triesOf = async () => {
        const { raw } = await workflow.describe();
        return raw.pendingActivities?.[0]?.attempt ?? 0;
      };
      await expect.poll(triesOf, { timeout: 20_000 }).toBeGreaterThan(1);
      await workflow.cancel();
      await expect(workflow.result()).rejects.toThrow();
      await fetch(`${sandbox.url}/control/faults`, { method: 'DELETE' });
      const failed = await findReconciliation(world.db, { firmId: firm.firmId, id });
      expect(failed).toMatchObject({ result: { outcome: 'failed', refundsHere: 0 } });
      const next = await reconcile(world);
      expect(next?.result?.outcome).toBe('complete');
      expect(next?.since).toEqual(failed?.since);
      expect(failed?.since).not.toEqual(before?.since);
    },
    WITH_SECOND_LOOKS_MS,
  );
});

describe('every night', () => {
  it(
    'each firm is reconciled, also where one cannot be',
    async () => {
      const one = await servers.anotherFirm();
      const other = await servers.anotherFirm();
      const broken = await servers.anotherFirm();
      for (const world of [one, other]) {
        const transactionId = await world.pay(UNAPPLIED);
        await world.sandbox.post('/control/refund', { transactionId });
      }
      // One that is under way holds the place of its firm.
      await start({ ...broken, taskQueue: 'nobody-listens' }, newId<string>('rec'));
      const workflowId = `night:${servers.taskQueue}`;
      const { client, taskQueue } = servers;
      const night = await client.workflow.execute(RECONCILE_ALL_WORKFLOW, { workflowId, taskQueue });
      await client.workflow.getHandle(reconcileWorkflowId(broken.firm.firmId)).terminate();
      expect(night).toMatchObject({ leftOut: 1 });
      for (const world of [one, other]) {
        expect(await differencesOf(world)).toMatchObject([{ kind: 'refunded_elsewhere' }]);
      }
    },
    WITH_SECOND_LOOKS_MS,
  );

  it(
    'a firm that hangs holds up none of those behind it',
    async () => {
      const { client, taskQueue } = servers;
      const hanging = await servers.anotherFirm();
      const { id: reference } = await bookRefund(hanging, UNAPPLIED);
      const fault = { kind: 'lookup_unavailable', operation: 'lookup', reference, times: 10_000 };
      await hanging.sandbox.arm(fault);
      const behind = [];
      for (let firm = 0; firm <= FIRMS_AT_ONCE; firm += 1) behind.push(await servers.anotherFirm());

      const workflowId = `night:${randomUUID()}`;
      await client.workflow.start(RECONCILE_ALL_WORKFLOW, { workflowId, taskQueue });
      for (const world of behind) {
        await until(
          async () => (await listReconciliations(world.db, { firmId: world.firm.firmId, limit: 1 }))?.data[0],
          (run) => run?.result?.outcome === 'complete',
          (run) => `its run has ended: ${run?.result?.outcome}`,
          60_000,
        );
      }
      const stuck = client.workflow.getHandle(reconcileWorkflowId(hanging.firm.firmId));
      expect((await stuck.describe()).status.name).toBe('RUNNING');
      await stuck.terminate();
      const night = await client.workflow.getHandle(workflowId).result();
      expect(night).toMatchObject({ leftOut: 1 });
      const runs = await listReconciliations(servers.db, { firmId: hanging.firm.firmId, limit: 1 });
      expect(runs?.data).toMatchObject([{ result: { outcome: 'failed' } }]);
    },
    WITH_SECOND_LOOKS_MS,
  );
});
