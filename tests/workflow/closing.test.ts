// A refund is closed only when its clearing account is zero (B10), and what stands in the way is somebody's task.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postOnce } from '@makewhole/db/ledger/post-entries';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { money } from '@makewhole/domain/money';
import { LEDGER_ACCOUNTS, balanceOf } from '@makewhole/domain/postings';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { bookRefund, isClosed, mailSeen, settle } from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('a refund whose books do not come to zero stays open, and its owner is asked until they do', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  await post(world, refund, 'trust_deposit', -60_00);
  await settle(world, refund);
  const open = await world.seen(refund, ({ obligations }) => obligations.length === 1);
  expect(open).toMatchObject({ closedAt: null, obligations: [{ subject: 'books_open', owner: 'admin' }] });
  await mailSeen(world, refund, 'A refund of $60.00 needs attention', 2);

  expect(await saySettled(world, refund)).toEqual({ ok: true });
  const again = await world.seen(refund, ({ obligations }) => obligations.length === 2);
  expect(again).toMatchObject({ closedAt: null, obligations: [{ status: 'done' }, { status: 'open' }] });
  await mailSeen(world, refund, 'A refund of $60.00 needs attention', 4);
  await world.passHours(refund, 20);
  expect(await triesToClose(world, refund)).toBe(2);
  await world.says(refund, { waitingFor: 'obligations', needsAttention: true });
});

it('a refund whose books were put right is closed as soon as the owner says so', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  await post(world, refund, 'trust_deposit', -60_00);
  await settle(world, refund);
  await world.seen(refund, ({ obligations }) => obligations.length === 1);
  await post(world, refund, 'undo_trust_deposit', 60_00);
  expect(await saySettled(world, refund)).toEqual({ ok: true });
  await isClosed(world, refund);
});

it('a return that is reported while the refund is being closed still puts its books back (B6)', async () => {
  const world = await servers.anotherFirm();
  const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  await mailSeen(world, refund, 'Payment refunded', 2);
  const letClose = await holdUpClosing(world, refund);
  await settle(world, refund);
  await until(
    () => world.db.execute(sql`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`),
    ({ length }) => length === 1,
    () => 'nobody closes the refund',
  );
  await world.sandbox.returnRefund(refund.transactionId);
  await world.tell(refund);
  await letClose();

  expect(await world.handleOf(refund).result()).toBe('failed');
  const failed = await world.find(refund.id);
  expect(failed).toMatchObject({ status: 'failed', failureCode: 'account_closed' });
  const left = LEDGER_ACCOUNTS.map((account) => [account, balanceOf(failed.postings, account)] as const);
  expect(left.filter(([, balance]) => balance !== 0)).toEqual([
    ['unapplied_receipts', 60_00],
    ['client_refunds_payable', -60_00],
  ]);
  await mailSeen(world, refund, 'Refund failed', 2);
});

/** Keeps the closing of a refund from being written down. @returns what lets it */
async function holdUpClosing({ db }: FirmWorld, { id }: RefundView): Promise<() => Promise<void>> {
  await db.execute(
    sql.raw(`CREATE FUNCTION wait_to_close() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END $$`),
  );
  await db.execute(
    sql.raw(`CREATE TRIGGER wait_to_close BEFORE INSERT ON refund_events FOR EACH ROW
      WHEN (NEW.type = 'refund.closed' AND NEW.refund_id = '${id}') EXECUTE FUNCTION wait_to_close()`),
  );
  const held = Promise.withResolvers<null>();
  const mayClose = Promise.withResolvers<null>();
  const ended = db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(7)`);
    held.resolve(null);
    await mayClose.promise;
  });
  await held.promise;
  return async () => {
    mayClose.resolve(null);
    await ended;
  };
}

/** The owner says that what stands open was looked at. */
async function saySettled(world: FirmWorld, refund: RefundView) {
  const { obligations } = await world.find(refund.id);
  const open = obligations.find(({ status }) => status === 'open');
  const said = { kind: 'attention', body: { note: 'Looked at' }, actor: world.firm.people.owner } as const;
  return world.instructAbout(refund, 'settleAttention', said, open?.id ?? null);
}

/** Posts what this refund has no reason for, as a fault of ours would. */
async function post(
  { db, firm }: FirmWorld,
  { id: refundId }: RefundView,
  step: 'trust_deposit' | 'undo_trust_deposit',
  clearing: number,
): Promise<void> {
  const entries = [
    { account: 'refunds_clearing', matterId: null, amount: money(clearing) },
    { account: 'operating_bank', matterId: null, amount: money(-clearing) },
  ] as const;
  const posting = { step, leg: 'trust', allocationId: null, entries } as const;
  expect(await postOnce(db, { firmId: firm.firmId, refundId }, new Date(), posting)).toBe(true);
}

async function triesToClose(world: FirmWorld, refund: RefundView): Promise<number> {
  const { events } = await world.handleOf(refund).fetchHistory();
  const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  return scheduled?.filter((name) => name === 'closeRefund').length ?? 0;
}
