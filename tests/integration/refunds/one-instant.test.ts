// An answer made of several queries shows one instant (B13): a refund read while it changes is shown as it was before or
// after the change, never its row from before with the postings from after.
import { expect, it } from 'vitest';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { listRefunds } from '@makewhole/db/refunds/list-refunds';
import { findRefund } from '@makewhole/db/refunds/refund-view';
import { openTestDatabase } from '../../support/database.ts';
import { createSmallFirm } from '../../support/small-firm.ts';
import { acceptedRefund, moveBooks, type WalkedRefund } from './walk-by-stores.ts';

const { db, sql } = await openTestDatabase();

const READS = {
  findRefund: (refund: WalkedRefund) => findRefund(db, refund),
  listRefunds: ({ firmId }: WalkedRefund) => listRefunds(db, { firmId, limit: 10 }),
};

it.each(
  Object.entries(READS).flatMap(([name, read]) =>
    // The queries of a refund that come after its row.
    ['obligations', 'ledger_entries', 'principals'].map((table) => ({ name, table, read })),
  ),
)('$name is of one instant where the refund fails before it comes to $table', async ({ table, read }) => {
  const firm = await createSmallFirm(db);
  const refund = await acceptedRefund(db, firm, [{ of: 'trust', amount: 100_00 }]);
  await moveBooks(db, refund);
  const before = await read(refund);
  let meanwhile: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.execute(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    meanwhile = read(refund);
    await expect.poll(waiting).toBeGreaterThan(0);
    const failure = { code: 'account_closed', message: 'Closed.', at: new Date() };
    expect(await failRefund(tx, refund, failure)).toMatchObject({ kind: 'failed' });
  });
  expect(await meanwhile).toEqual(before);
  expect(await read(refund)).not.toEqual(before);
});

async function waiting() {
  const [row] = await sql<{ waiting: number }[]>`SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.waiting;
}
