// A firm with accounts at several companies (B12): each is looked at, and one that refuses the firm hides no other.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { openConnection } from '@makewhole/db/connections/open-connection';
import { findConnectionOf } from '@makewhole/db/connections/find-connection';
import { processorConnections } from '@makewhole/db/schema/connections';
import type { ConnectionId, TransactionId } from '@makewhole/domain/ids';
import { asId } from '@makewhole/domain/ids';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { differencesOf, reconcile } from './run-reconciliation.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

/** Another connection of the firm; nothing can be asked through one of an unknown kind. */
async function connect({ db, firm }: FirmWorld, kind: 'sandbox' | 'gone', account = randomUUID()) {
  const id = await openConnection(db, {
    ...({ kind, label: 'Another', mode: 'test', drawsOn: 'operating' } as const),
    ...{ firmId: firm.firmId, account },
  });
  return { id, account };
}

const setStatus = ({ db }: FirmWorld, id: ConnectionId, status: 'broken' | 'disabled') =>
  db.update(processorConnections).set({ status }).where(eq(processorConnections.id, id));

/** A settled payment of 60.00 that only the company knows. */
async function payAt({ sandbox }: FirmWorld, account: string): Promise<TransactionId> {
  const id = asId<TransactionId>(`txn_${randomUUID()}`);
  const at = new Date(Date.now() - 10 * 86_400_000).toISOString();
  const items = [{ description: 'Fees', invoiceNumber: null, account: 'operating', amount: 60_00 }];
  const payment = {
    ...{ id, account, items, type: 'sale', amount: 60_00, currency: 'USD', method: 'card', last4: '4242' },
    ...{ payer: { name: 'Ana Silva', email: null }, matterNumber: null, disputed: false },
    ...{ createdAt: at, capturedAt: at, settledAt: at },
  };
  await sandbox.post('/control/payments', { payments: [payment] });
  return id;
}

it('looks at every connection, and compares a refund at the one of its payment', async () => {
  const world = await servers.anotherFirm();
  const { id, account } = await connect(world, 'sandbox');
  const [ours, refundedThere] = [await payAt(world, account), await payAt(world, account)];
  const ofFirst = await payAt(world, world.firm.processorAccount);
  await world.sandbox.post('/control/refund', { transactionId: refundedThere });

  expect((await reconcile(world))?.result).toMatchObject({ outcome: 'complete', refundsThere: 1 });
  const { firmId } = world.firm;
  const connectionOf = async (transactionId: TransactionId) =>
    (await findConnectionOf(world.db, { firmId, transactionId }))?.id;
  expect(await connectionOf(ours)).toBe(id);
  expect(await connectionOf(ofFirst)).toBe(world.firm.connectionId);
  expect(await differencesOf(world)).toMatchObject([
    { kind: 'refunded_elsewhere', transactionId: refundedThere },
  ]);

  const refund = await world.request(ours);
  await world.start(refund);
  await world.seen(refund, ({ status }) => status === 'processing');
  expect((await reconcile(world))?.result).toMatchObject({ outcome: 'complete', refundsThere: 2 });
  expect(await differencesOf(world)).toHaveLength(1);
});

it('looks at the others behind a broken one, and says that it could not look at everything', async () => {
  const world = await servers.anotherFirm();
  const broken = await connect(world, 'gone');
  const { account } = await connect(world, 'sandbox');
  await setStatus(world, broken.id, 'broken');
  const behind = await payAt(world, account);
  expect((await reconcile(world))?.result).toMatchObject({ outcome: 'failed' });
  expect(
    await findConnectionOf(world.db, { firmId: world.firm.firmId, transactionId: behind }),
  ).not.toBeNull();
});

it('passes over one that is disabled and gone', async () => {
  const world = await servers.anotherFirm();
  const gone = await connect(world, 'gone');
  await setStatus(world, gone.id, 'disabled');
  expect((await reconcile(world))?.result).toMatchObject({ outcome: 'complete' });
});
