import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findApiKey } from '@makewhole/db/api-keys/find-api-key';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { hashOf } from '@makewhole/db/events/append-refund-event';
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import { listRefunds } from '@makewhole/db/refunds/list-refunds';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createDemoApiKey } from '@makewhole/db/seed/create-demo-api-key';
import { seedDemoFirm, type SeededFirm } from '@makewhole/db/seed/seed-demo-firm';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { balanceOf } from '@makewhole/domain/postings';
import { openTestDatabase } from '../../support/database.ts';
import { SANDBOX_API_KEY, startSandbox } from '../../support/sandbox-control.ts';
import { findPayment } from '@makewhole/db/payments/payment-view';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { connectedSandbox } from '../../support/connected-sandbox.ts';

const { db, sql } = await openTestDatabase();
const now = new Date('2026-11-23T15:00:00Z');
let demo: SeededFirm;
let past: readonly RefundView[];

beforeAll(async () => {
  demo = await seedDemoFirm(db, { now });
  past = (await listRefunds(db, { firmId: demo.firmId, limit: 100 }))?.data ?? [];
});

describe('the past refunds of the demo firm', () => {
  test('have succeeded, owe nothing, and are closed in the past', () => {
    expect(past).toHaveLength(4);
    for (const refund of past) {
      expect(refund).toMatchObject({ status: 'succeeded', late: false, failureCode: null });
      expect(refund.obligations.filter(({ status }) => status !== 'done')).toEqual([]);
      expect(refund.closedAt && refund.closedAt < now).toBe(true);
      expect(balanceOf(refund.postings, 'refunds_clearing')).toBe(0);
      expect(refund.postings.length).toBeGreaterThanOrEqual(2);
    }
  });

  test('have timelines that run forward and whose hashes chain (B9)', async () => {
    for (const { firmId, id: refundId, version } of past) {
      const events = await listRefundEvents(db, { firmId, refundId, afterSeq: 0, limit: 100 });
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      let before = { hash: '', at: new Date(0) };
      for (const { hash, note: _beside, ...event } of events) {
        expect(event.prevHash).toBe(before.hash);
        expect(hashOf(event)).toBe(hash);
        expect(event.at >= before.at, `${event.type} is not earlier than the event before it`).toBe(true);
        before = { hash, at: event.at };
      }
    }
  });

  test('were told to the users of their matters', async () => {
    const told = await sql`SELECT refund_id, count(*)::int, bool_and(status = 'sent') AS sent
                           FROM notifications GROUP BY refund_id`;
    expect(told.map(({ count, sent }) => ({ told: count > 0, sent }))).toEqual(
      past.map(() => ({ told: true, sent: true })),
    );
  });

  test('are in the payment history, settled', async () => {
    const shown = await listPayments(db, {
      firmId: demo.firmId,
      type: 'refund',
      sort: '-created',
      limit: 10,
    });
    expect(shown).toMatchObject({ kind: 'page', nextCursor: null });
    const rows = shown.kind === 'page' ? shown.data : [];
    expect(rows.map(({ refundOf, status }) => [refundOf?.refundId, status])).toEqual(
      past.map(({ id }) => [id, 'settled']),
    );
  });
});

describe('the books of the demo firm', () => {
  const balance = async (account: string) => {
    const [row] =
      await sql`SELECT coalesce(sum(amount), 0)::int AS total FROM ledger_entries WHERE account = ${account}`;
    return Number(row?.total);
  };

  test('balance, with nothing left in clearing', async () => {
    const [row] = await sql`SELECT sum(amount)::int AS total FROM ledger_entries`;
    expect(row).toEqual({ total: 0 });
    expect(await balance('refunds_clearing')).toBe(0);
  });

  test("hold each matter's trust balance as what the firm owes it, and all of it in the trust account", async () => {
    const rows = await sql`
      SELECT balance::int, held::int,
             (SELECT -sum(amount)::int FROM ledger_entries e
              WHERE e.matter_id = b.matter_id AND account = 'client_trust_liability') AS owed
      FROM trust_balances b`;
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row).toMatchObject({ balance: row.owed, held: 0 });
    const owed = rows.reduce((total, row) => total + Number(row.owed), 0);
    expect(await balance('trust_bank')).toBe(owed);
  });

  test('have as receivable what was invoiced, less what was paid on it and stands, less what was credited', async () => {
    const [row] = await sql`
      SELECT ((SELECT sum(total) FROM invoices)
            - (SELECT sum(a.amount) FROM allocations a JOIN payments p USING (firm_id, transaction_id)
               WHERE p.status = 'settled' AND a.reversed_at IS NULL))::int AS owed`;
    expect(await balance('accounts_receivable')).toBe(Number(row?.owed) - (await balance('credit_notes')));
    expect(await balance('credit_notes')).toBe(1_875_00);
  });

  test('have in operating what settled there and was not paid back', async () => {
    const [row] = await sql`
      SELECT (sum(i.amount) FILTER (WHERE p.type = 'sale' AND p.status = 'settled'))::int AS received
      FROM payments p JOIN payment_items i USING (firm_id, transaction_id) WHERE i.account = 'operating'`;
    const backOfOperating = past.flatMap(({ legs }) => legs.filter(({ account }) => account === 'operating'));
    const back = backOfOperating.reduce((total, { amount }) => total + amount, 0);
    expect(await balance('operating_bank')).toBe(Number(row?.received) - back);
  });
});

test('seeding again changes nothing, and answers the same whenever it is asked', async () => {
  const rows = async () => sql`
    SELECT (SELECT count(*)::int FROM payments) AS payments, (SELECT count(*)::int FROM refunds) AS refunds,
           (SELECT count(*)::int FROM postings) AS postings, (SELECT count(*)::int FROM principals) AS principals`;
  const before = await rows();
  const later = new Date('2027-03-01T00:00:00Z');
  const answers = await Promise.all([1, 2, 3].map(() => seedDemoFirm(db, { now: later })));
  for (const answer of answers) expect(answer).toEqual(demo);
  expect(await rows()).toEqual(before);
});

test('the payment company takes these payments, and its record of each agrees with ours', async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.stop());
  const body = { payments: demo.processorPayments };
  expect(await sandbox.post('/control/payments', body)).toEqual({ added: 61, kept: 0 });
  expect(await sandbox.post('/control/payments', body)).toEqual({ added: 0, kept: 61 });
  const processor = connectedSandbox(db, { url: sandbox.url, apiKey: SANDBOX_API_KEY });
  const { id: connectionId } = await findFirstConnection(db, demo.firmId);
  for (const { id } of demo.processorPayments) {
    const transactionId = asId<TransactionId>(id);
    const answer = await processor.getPayment({ connectionId, transactionId });
    const ours = await findPayment(db, { firmId: demo.firmId, transactionId });
    if (answer.kind !== 'found' || ours === null) throw new Error(`${id} is ${answer.kind}`);
    const { payment } = answer;
    const { type, status, amount, currency, method, last4, payer, createdAt, settledAt, disputed } = ours;
    const record = { type, status, amount, currency, method, last4, payer, createdAt, settledAt, disputed };
    expect(payment).toMatchObject({ ...record, transactionId, matterNumber: ours.matter?.number });
    const refund = past.find((one) => one.transactionId === id);
    expect(payment.refunds.map(({ reference, status: end }) => [reference, end])).toEqual(
      refund === undefined ? [] : [[refund.id, 'succeeded']],
    );
  }
});

test('its users are one of each role, and its practice-management system gets a key that works', async () => {
  expect(demo.users.map(({ role }) => role)).toEqual(['viewer', 'admin', 'lawyer', 'owner']);
  const key = await createDemoApiKey(db);
  expect(await findApiKey(db, { presented: key })).toMatchObject({
    firmId: demo.firmId,
    name: 'Practice management',
    scopes: ['read', 'refund', 'trust', 'connect', 'import'],
  });
});
