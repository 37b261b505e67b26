// Whoever changes a payment and its refund locks the payment first: else two of them could each wait for the other.
import { expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { lockPayment } from '@makewhole/db/lock-payment';
import { lockRefund } from '@makewhole/db/lock-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { refunds } from '@makewhole/db/schema/refunds';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();

it('a failure of the refund waits for who has the payment, and does not keep the refund from them', async () => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, [{ of: 'trust', amount: 100_00 }]);
  const [row] = await db.select().from(refunds).where(eq(refunds.id, refund.refundId));
  if (row === undefined) throw new Error('There is no refund');
  const failure = { code: 'account_closed', message: 'Closed.', at: new Date() };
  let failing: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await lockPayment(tx, row);
    failing = failRefund(db, refund, failure);
    await expect.poll(waiting).toBe(1);
    expect((await lockRefund(tx, refund)).status).toBe('processing');
  });
  expect(await failing).toMatchObject({ kind: 'failed' });
});

async function waiting() {
  const [row] = await sql<{ waiting: number }[]>`SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting;
}
