// Somebody with the keys to the database edits what the audit trail is to prove (H6): by hand, with its guards off.
import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { sealDay } from '@makewhole/db/audit/seal-day';
import { appendEvent } from '@makewhole/db/refunds/append-event';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { verifyAudit } from '@makewhole/verify/verify-audit';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
let refundId: RefundId;
let headers: Session['headers'];

beforeAll(async () => {
  world = await createApiWorld();
  ({ headers } = await sessionOf(world, world.firm, 'owner'));
  const asked = await askForRefund(world, { transactionId: await world.pay(), internalNote: 'Dana called' });
  refundId = asId<RefundId>(asked.body.id);
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  const note = 'Looked at the check';
  await appendEvent(world.db, key(), { ...by, type: 'obligation.done', data: {}, note });
  await sealDay(world.db, world.firm.firmId, new Date('2026-11-20T00:05:00Z'));
});
afterAll(() => world.stop());

describe('T1: what stands beside the chain is edited', () => {
  it.each([
    ['the reason', sql`UPDATE refunds SET reason = 'Another one'`, 'another reason than its timeline'],
    ['the internal note', sql`UPDATE refunds SET internal_note = NULL`, 'another internalNote than'],
    ['the requester', sql`UPDATE refunds SET requested_by = ${lawyer()}`, 'another requestedBy than'],
    ['the amount', sql`UPDATE refunds SET amount = amount - 1`, 'another amount than its timeline'],
    ['the rule of two', sql`UPDATE refunds SET approval_required = true`, 'another approvalRequired than'],
    ['its status', sql`UPDATE refunds SET status = 'canceled'`, 'another status than its timeline'],
    [
      'an approval that nobody gave',
      sql`UPDATE refunds SET approved_by = ${lawyer()}, approved_at = now()`,
      'another approvedBy than its timeline',
    ],
    ['a note on an event', sql`UPDATE refund_event_notes SET text = 'Nothing'`, '/2 was edited'],
    ['a note that is gone', sql`DELETE FROM refund_event_notes`, '/2 is missing'],
  ])('%s', async (_, edit, fault) => {
    await foundEverywhere(edit, fault);
  });
});

describe('T2: a timeline is cut, and the refund says that it ends there', () => {
  it('as a whole', async () => {
    await foundEverywhere(
      [
        sql`DELETE FROM audit_heads`,
        sql`DELETE FROM audit_checkpoints`,
        sql`DELETE FROM refund_event_notes`,
        sql`DELETE FROM refund_events`,
        sql`UPDATE refunds SET version = 0, head_hash = ''`,
      ],
      `the timeline of ${refundId} is missing`,
    );
  });
});

function key() {
  return { firmId: world.firm.firmId, refundId };
}

/** Lazily: the world is not there yet when the cases are listed. */
function lawyer(): SQL {
  return sql`(SELECT id FROM principals WHERE role = 'lawyer' AND firm_id = refunds.firm_id)`;
}

/** Edits, asks the API for both of its verdicts and the program for its own, and puts everything back. */
async function foundEverywhere(edits: SQL | readonly SQL[], fault: string): Promise<void> {
  expect(await verdicts()).toEqual({ ofFirm: [], ofRefund: [], offline: [] });
  await tampered([edits].flat(), async () => {
    const { ofFirm, ofRefund, offline } = await verdicts();
    for (const faults of [ofFirm, ofRefund, offline]) expect(faults.join('\n')).toContain(fault);
  });
  expect(await verdicts()).toEqual({ ofFirm: [], ofRefund: [], offline: [] });
}

async function verdicts() {
  const ofFirm = await call<Schemas['AuditVerdict']>(world.url, 'GET /v1/audit/verify', { headers });
  const path = `GET /v1/refunds/${refundId}/audit`;
  const ofRefund = await call<Schemas['RefundAuditVerdict']>(world.url, path, { headers });
  const lines: string[] = [];
  for await (const line of exportAudit(world.db, world.firm.firmId, new Date()))
    lines.push(JSON.stringify(line));
  const offline = await verifyAudit(lines);
  return { ofFirm: ofFirm.body.faults, ofRefund: ofRefund.body.faults, offline: offline.faults };
}

const TABLES = ['refund_events', 'refund_event_notes', 'audit_checkpoints', 'audit_heads', 'refunds'];

/** With the guards of the tables off, as only who owns the database can. */
async function tampered(edits: readonly SQL[], look: () => Promise<void>): Promise<void> {
  const copies = TABLES.map((table) => [sql.identifier(table), sql.identifier(`${table}_copy`)] as const);
  await unguarded(...copies.map(([table, copy]) => sql`CREATE TABLE ${copy} AS TABLE ${table}`), ...edits);
  try {
    await look();
  } finally {
    const back = copies.flatMap(([table, copy]) => [
      sql`DELETE FROM ${table}`,
      sql`INSERT INTO ${table} SELECT * FROM ${copy}`,
      sql`DROP TABLE ${copy}`,
    ]);
    await unguarded(...back);
  }
}

function unguarded(...edits: readonly SQL[]): Promise<void> {
  return world.db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = 'replica'`);
    for (const edit of edits) await tx.execute(edit);
  });
}
