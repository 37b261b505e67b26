// One record that cannot be used ends no reconciliation (B12): it is a difference that a person hears of (B14), and what
// stands behind it is looked at all the same.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { newId } from '@makewhole/db/new-id';
import { keepPayment, type PaymentRecord } from '@makewhole/db/payments/keep-payment';
import { findReconciliation } from '@makewhole/db/reconciliation/list-reconciliations';
import { listDifferences } from '@makewhole/db/reconciliation/list-differences';
import { explainDifference } from '@makewhole/db/reconciliation/explain-difference';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { reconcileWorkflowId } from '@makewhole/domain/contracts/reconciliation';
import type { ProcessorPayment } from '@makewhole/processor/port';
import { readRecord } from '@makewhole/processor/read-record';
import { startReconcileWorkflow } from '@makewhole/temporal/start-workflows';
import { money } from '@makewhole/domain/money';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { obligations } from '@makewhole/db/schema/obligations';
import { findPayment } from '@makewhole/db/payments/payment-view';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

const AT = '2026-11-02T15:00:00.000Z';
const ITEM = {
  description: 'Fees',
  invoiceNumber: null,
  account: 'operating' as const,
  amount: money(42_00),
};

it('is complete, tells of each record that cannot be used once, and takes over the good one behind them', async () => {
  const world = await servers.anotherFirm();
  const unusable = {
    nul: { payer: { name: 'Ann\0Lee', email: null } },
    nothing: { amount: 0, items: [{ ...ITEM, amount: 0 }] },
    foreign: { currency: 'EUR' },
    // The wire can say a year that Postgres cannot.
    ancient: { createdAt: '0000-01-01T00:00:00.000Z' },
  };
  const usable = {
    verification: {
      type: 'authorization',
      amount: 0,
      items: [{ ...ITEM, amount: 0 }],
      capturedAt: null,
      settledAt: null,
    },
    waived: { items: [ITEM, { ...ITEM, description: 'Waived', amount: 0 }] },
  };
  const idOf = (name: string) => `txn_${name}_${world.firm.firmId}`;
  const payments = Object.entries({ ...unusable, ...usable }).map(([name, changes]) => ({
    ...wirePayment(world, idOf(name)),
    ...changes,
  }));
  await world.sandbox.post('/control/payments', { payments });
  expect(await reconcile(world)).toMatchObject({ result: { outcome: 'complete' }, differenceCount: 4 });
  expect(await reconcile(world)).toMatchObject({ result: { outcome: 'complete' }, differenceCount: 4 });
  const found = await differencesOf(world);
  expect(found.map(({ kind }) => kind)).toEqual(found.map(() => 'payment_unusable'));
  expect(found.map(({ transactionId }) => transactionId).sort()).toEqual(
    Object.keys(unusable).map(idOf).sort(),
  );
  const { db, firm } = world;
  for (const name of Object.keys(usable)) {
    const transactionId = asId<TransactionId>(idOf(name));
    expect(await findPayment(db, { firmId: firm.firmId, transactionId })).not.toBeNull();
  }
  const owed = await db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
  expect(owed).toHaveLength(4);
  expect(owed.every(({ kind, nextMessageAt }) => kind === 'reconciliation' && nextMessageAt !== null)).toBe(
    true,
  );
});

it('is gone with its task once the record can be used, and open again when it cannot be any more', async () => {
  const { db, firm } = await servers.anotherFirm();
  const transactionId = asId<TransactionId>(`txn_${randomUUID()}`);
  const { id: connectionId } = await findFirstConnection(db, firm.firmId);
  const keep = (changes: Partial<ProcessorPayment>) => {
    const read: PaymentRecord = readRecord({
      ...RECORD,
      transactionId,
      account: firm.processorAccount,
      ...changes,
    });
    return keepPayment(db, {
      firmId: firm.firmId,
      connectionId,
      read,
      asOf: new Date(),
      reconciliationId: null,
    });
  };
  const status = async () => {
    const [difference] = (await listDifferences(db, { firmId: firm.firmId, limit: 10 }))?.data ?? [];
    const [task] = await db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
    return { difference: difference?.status, task: task?.status, id: difference?.id ?? '' };
  };
  expect(await keep({ items: [{ ...ITEM, amount: money(41_99) }] })).toBe('unusable');
  expect(await status()).toMatchObject({ difference: 'open', task: 'open' });
  expect(await keep({})).toBe('added');
  expect(await status()).toMatchObject({ difference: 'gone', task: 'done' });
  expect(await keep({ currency: 'EUR' })).toBe('unusable');
  const { id } = await status();
  expect(await status()).toMatchObject({ difference: 'open', task: 'open' });
  const by = { actor: firm.people.admin, note: 'They correct it tomorrow', at: new Date() };
  await explainDifference(db, { firmId: firm.firmId, id }, by);
  expect(await status()).toMatchObject({ difference: 'settled', task: 'done' });
});

const RECORD: Omit<ProcessorPayment, 'transactionId' | 'account'> = {
  aliases: [],
  mode: 'test',
  refundable: null,
  type: 'sale',
  status: 'settled',
  amount: money(42_00),
  currency: 'USD',
  method: 'card',
  last4: '1881',
  payer: { name: 'Ann Lee', email: null },
  matterNumber: null,
  createdAt: AT,
  capturedAt: AT,
  settledAt: AT,
  returnedAt: null,
  disputed: false,
  dispute: null,
  items: [ITEM],
  refundedAmount: money(0),
  refunds: [],
};

/** As the sandbox takes it. */
function wirePayment({ firm }: FirmWorld, id: string) {
  const { type, amount, currency, method, last4, payer, matterNumber } = RECORD;
  const facts = { type, amount, currency, method, last4, payer, matterNumber };
  const times = { createdAt: AT, capturedAt: AT, settledAt: AT };
  return { ...facts, ...times, items: [ITEM], id, account: firm.processorAccount };
}

async function reconcile({ db, client, taskQueue, firm: { firmId } }: FirmWorld) {
  const id = newId<string>('rec');
  await startReconcileWorkflow(client, taskQueue, { firmId, reconciliationId: id, requestedBy: null });
  await client.workflow.getHandle(reconcileWorkflowId(firmId)).result();
  return findReconciliation(db, { firmId, id });
}

async function differencesOf({ db, firm }: FirmWorld) {
  return (await listDifferences(db, { firmId: firm.firmId, limit: 100 }))?.data ?? [];
}
