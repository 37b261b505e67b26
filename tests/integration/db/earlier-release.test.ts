// What a firm's own database goes through when a release comes: it was written by the release with migration 0030, with
// refunds in each state, and everything in it must stand and go on.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { connect, type Connection } from '@makewhole/db/connect';
import { migrate } from '@makewhole/db/migrate';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { refunds } from '@makewhole/db/schema/refunds';
import { asId, type FirmId, type RefundId } from '@makewhole/domain/ids';
import { balanceOf } from '@makewhole/domain/postings';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { restoreEarlierDatabase, type EarlierDatabase } from '../../support/earlier-database.ts';

const AT = new Date('2026-11-30T15:00:00Z');
let database: EarlierDatabase;
let connection: Connection;
let before: Awaited<ReturnType<typeof whatMustStay>>;
let firmId: FirmId;

beforeAll(async () => {
  database = await restoreEarlierDatabase(inject('databaseUrl'), '0030');
  connection = connect(database.url);
  before = await whatMustStay();
  await migrate(database.url);
  const [firm] = await connection.sql`SELECT id FROM firms`;
  firmId = asId<FirmId>(String(firm?.['id']));
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

/** Every amount, balance, hold, status and task, as numbers and texts that mean the same in each release. */
async function whatMustStay() {
  const { sql } = connection;
  return {
    books: await sql`SELECT account, matter_id, sum(amount)::int AS sum, count(*)::int FROM ledger_entries
                     GROUP BY account, matter_id ORDER BY account, matter_id`,
    trust: await sql`SELECT matter_id, balance::int, held::int FROM trust_balances ORDER BY matter_id`,
    holds: await sql`SELECT refund_id, amount::int FROM trust_holds ORDER BY refund_id`,
    refunds: await sql`SELECT id, status, version, closed_at FROM refunds ORDER BY id`,
    events: await sql`SELECT refund_id, seq, hash FROM refund_events ORDER BY refund_id, seq`,
    tasks: await sql`SELECT id, kind, subject, status FROM obligations ORDER BY id`,
  };
}

describe('a database of the release with migration 0030', () => {
  test('holds what the test is about: refunds in flight, tasks, holds and a statement', () => {
    const statuses = new Set(before.refunds.map(({ status }) => String(status)));
    for (const status of [
      'requested',
      'awaiting_approval',
      'outcome_unknown',
      'processing',
      'succeeded',
      'failed',
    ])
      expect([...statuses]).toContain(status);
    expect(before.holds.length).toBeGreaterThan(3);
    expect(before.tasks.filter(({ status }) => status === 'open').length).toBeGreaterThan(15);
  });

  test('keeps each amount, balance, hold, status, event and task when it is migrated', async () => {
    expect(await whatMustStay()).toEqual(before);
  });

  test('knows afterwards at which bank account each part and each entry was', async () => {
    const [open] = await connection.sql`
      SELECT (SELECT count(*)::int FROM refund_legs WHERE bank_account_id IS NULL) AS legs,
             (SELECT count(*)::int FROM payment_items WHERE bank_account_id IS NULL) AS items,
             (SELECT count(*)::int FROM bank_lines WHERE bank_account_id IS NULL) AS lines,
             (SELECT count(*)::int FROM ledger_entries
              WHERE account IN ('operating_bank', 'trust_bank') AND bank_account_id IS NULL) AS entries`;
    expect(open).toEqual({ legs: 0, items: 0, lines: 0, entries: 0 });
  });

  test('knows in which trust account each balance and each hold is, and their sums are what they were', async () => {
    const { sql } = connection;
    const sums = await sql`SELECT matter_id, sum(balance)::int AS balance, sum(held)::int AS held
      FROM trust_account_balances GROUP BY matter_id ORDER BY matter_id`;
    expect(sums).toEqual(before.trust);
    const [open] = await sql`SELECT count(*)::int FROM trust_holds h
      JOIN refund_legs l ON l.firm_id = h.firm_id AND l.refund_id = h.refund_id AND l.account = 'trust'
      WHERE h.bank_account_id <> l.bank_account_id`;
    expect(open).toEqual({ count: 0 });
  });

  test('has an audit trail that still verifies', async () => {
    const lines: string[] = [];
    for await (const line of exportAudit(connection.db, firmId, AT)) lines.push(JSON.stringify(line));
    expect(await verifyAudit(lines)).toMatchObject({ ok: true, refunds: before.refunds.length, faults: [] });
  });

  test('has books that suit each refund, and lets every refund in flight end either way', async () => {
    const rows = await connection.db.select().from(refunds).where(eq(refunds.firmId, firmId));
    await Promise.all(rows.map(({ id }) => expectBooks(id)));
    const underWay = rows.filter(({ status }) => status === 'processing');
    for (const [index, { id: refundId }] of underWay.entries()) {
      const key = { firmId, refundId };
      const moved =
        index % 2 === 0
          ? await markSucceeded(connection.db, key, AT)
          : await failRefund(connection.db, key, { code: 'account_closed', message: 'Closed.', at: AT });
      expect(moved.kind).toBe(index % 2 === 0 ? 'moved' : 'failed');
      const { status, books } = await expectBooks(refundId);
      if (status === 'failed') expect(balanceOf(books.postings, 'refunds_clearing')).toBe(0);
    }
    expect(underWay.length).toBeGreaterThan(5);
  });
});

async function expectBooks(refundId: RefundId) {
  const refund = await loadRefund(connection.db, { firmId, refundId });
  expect([refundId, checkBooks({ ...refund.books, status: refund.status })]).toEqual([refundId, []]);
  return refund;
}
