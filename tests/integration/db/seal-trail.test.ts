// What a checkpoint seals, how it gets out of the database, and that it reads no more than what has grown.
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { connect, type Connection } from '@makewhole/db/connect';
import { ENGINE, appendEvent } from '@makewhole/db/events/append-refund-event';
import { auditCheckpoints, auditHeads } from '@makewhole/db/schema/audit';
import { refunds } from '@makewhole/db/schema/refunds';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { recordRefund } from '../refunds/walk-by-stores.ts';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { notifications } from '@makewhole/db/schema/notifications';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  connection = connect(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const at = (instant: string) => new Date(`2026-11-${instant}:05:00Z`);

it('is made each hour in which something grew, and of that alone', async () => {
  const { db } = connection;
  const firm = await createSmallFirm(db);
  const [first, second] = [await aRefund(firm), await aRefund(firm)];
  expect(await sealTrail(db, firm.firmId, at('20T00'))).toBe(true);
  expect(await sealTrail(db, firm.firmId, at('20T01'))).toBe(false);
  await appendEvent(db, first, { type: 'refund.late', actor: ENGINE, at: new Date(), data: {} });
  expect(await sealTrail(db, firm.firmId, at('20T02'))).toBe(true);
  expect(await headsOf(firm)).toEqual([
    [first.refundId, 1, 1],
    [second.refundId, 1, 1],
    [first.refundId, 2, 2],
  ]);
  expect(await sealTrail(db, firm.firmId, at('20T01'))).toBe(false);
});

it('seals nothing twice where it was killed before it noted what it had sealed', async () => {
  const { db } = connection;
  const firm = await createSmallFirm(db);
  const refund = await aRefund(firm);
  await sealTrail(db, firm.firmId, at('20T00'));
  await db.update(refunds).set({ sealedVersion: 0 }).where(eq(refunds.id, refund.refundId));
  expect(await sealTrail(db, firm.firmId, at('20T01'))).toBe(false);
  expect(await sealTrail(db, firm.firmId, at('21T00'))).toBe(true);
  expect(await headsOf(firm)).toEqual([[refund.refundId, 1, 1]]);
});

it('finds what grew by an index of that alone (money 30)', async () => {
  const { db } = connection;
  const plan = await db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL enable_seqscan = off`);
    return tx.execute(sql`EXPLAIN SELECT id FROM refunds WHERE firm_id = 'f' AND sealed_version < version`);
  });
  expect(JSON.stringify(plan)).toContain('refunds_unsealed');
});

it('is mailed to the owners once a night, from the second day on', async () => {
  const { db } = connection;
  const firm = await createSmallFirm(db);
  await aRefund(firm);
  const mails = () => db.select().from(notifications).where(eq(notifications.firmId, firm.firmId));
  await sealTrail(db, firm.firmId, at('20T00'));
  expect(await mails()).toEqual([]);
  await sealTrail(db, firm.firmId, at('21T00'));
  await aRefund(firm);
  await sealTrail(db, firm.firmId, at('21T01'));
  expect(await mails()).toMatchObject([{ event: 'audit_seal:2', refundId: null, bySweep: true }]);
});

it('signs the next checkpoint once there is a key', async () => {
  const { db } = connection;
  const firm = await createSmallFirm(db);
  await sealTrail(db, firm.firmId, at('20T00'));
  expect(await sealTrail(db, firm.firmId, at('20T01'), (hash) => `signed ${hash}`)).toBe(true);
  expect(await sealTrail(db, firm.firmId, at('20T02'), (hash) => `signed ${hash}`)).toBe(false);
  const checkpoints = await db
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.firmId, firm.firmId))
    .orderBy(auditCheckpoints.sequence);
  expect(checkpoints.map(({ signature }) => signature)).toEqual([null, `signed ${checkpoints[1]?.hash}`]);
});

function aRefund(firm: SmallFirm) {
  return recordRefund(connection.db, firm, [{ of: 'unapplied', amount: 60_00 }]);
}

async function headsOf({ firmId }: SmallFirm) {
  const rows = await connection.db
    .select()
    .from(auditHeads)
    .where(eq(auditHeads.firmId, firmId))
    .orderBy(auditHeads.sequence, auditHeads.refundId);
  return rows.map(({ refundId, version, sequence }) => [refundId, version, sequence]);
}
