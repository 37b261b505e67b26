// The company paid under a refund of ours that had ended unpaid here: a late send, or a person who was wrong (B1, B12).
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '@makewhole/db/new-id';
import { bookExternalRefund } from '@makewhole/db/refunds/book-external-refund';
import { listDifferences, type DifferenceView } from '@makewhole/db/reconciliation/list-differences';
import { explainDifference } from '@makewhole/db/reconciliation/explain-difference';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import { startReconcileWorkflow } from '@makewhole/temporal/start-workflows';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { SANDBOX_API_KEY } from '../../support/sandbox-control.ts';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

const UNAPPLIED = { parts: [{ of: 'unapplied', amount: 60_00 }] } as const;
/** What differs is looked at twice, ten seconds apart. */
const WITH_SECOND_LOOKS_MS = 120_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it(
  'keeps a payment from another refund that the company paid under a refund of ours which had ended, until it is booked',
  async () => {
    const world = await servers.anotherFirm();
    const { db, firm } = world;
    const ended = await world.request(await world.pay(UNAPPLIED));
    const key = { firmId: firm.firmId, refundId: ended.id };
    await cancelRefund(db, key, { actor: firm.people.admin, at: new Date() });
    const { transactionId, id: reference } = ended;
    await world.sandbox.post('/control/refund', { transactionId, reference });
    await reconcile(world);
    const found = await differencesOf(world);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['refunded_elsewhere', 'status_differs']);
    expect(await world.ask(transactionId)).toMatchObject({ refusal: { code: 'refunded_elsewhere' } });

    const elsewhere = found.find(({ kind }) => kind === 'refunded_elsewhere');
    const processor = connectedSandbox(world.db, { url: world.sandbox.url, apiKey: SANDBOX_API_KEY });
    const refundId = elsewhere?.processorRefundId ?? '';
    const answer = await processor.getRefund({
      connectionId: firm.connectionId,
      transactionId,
      refundId,
    });
    if (answer.kind !== 'found') throw new Error('The company has lost it');
    const booking = await bookExternalRefund(db, {
      firmId: firm.firmId,
      differenceId: elsewhere?.id ?? '',
      principalId: firm.people.admin,
      reason: 'It was paid out after all',
      refund: answer.refund,
      now: new Date(),
      creditDaysOf,
    });
    expect(booking).toMatchObject({
      kind: 'booked',
      refund: { status: 'processing', processorRefundId: refundId },
    });
    const differs = found.find(({ kind }) => kind === 'status_differs');
    const by = { actor: firm.people.admin, note: 'Booked', at: new Date() };
    await explainDifference(db, { firmId: firm.firmId, id: differs?.id ?? '' }, by);
    if (booking.kind === 'booked') await world.start(booking.refund);
    await world.seen(ended, ({ status }) => status === 'canceled');
    await reconcile(world);
    const after = await differencesOf(world);
    expect(after.map(({ status }) => status).sort()).toEqual(['gone', 'settled']);
  },
  WITH_SECOND_LOOKS_MS,
);

async function reconcile({ client, taskQueue, firm: { firmId } }: FirmWorld): Promise<void> {
  const reconciliationId = newId<string>('rec');
  await startReconcileWorkflow(client, taskQueue, { firmId, reconciliationId, requestedBy: null });
  await client.workflow.getHandle(reconcileWorkflowId(firmId)).result();
}

async function differencesOf({ db, firm }: FirmWorld): Promise<readonly DifferenceView[]> {
  return (await listDifferences(db, { firmId: firm.firmId, limit: 100 }))?.data ?? [];
}
