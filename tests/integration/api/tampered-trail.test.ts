// Somebody with the keys to the database edits what the audit trail is to prove (H6): by hand, with its guards off. What
// they have not is the key that signs the checkpoints, and the mailboxes that the hash of each night is sent to.
import { randomBytes } from 'node:crypto';
import { eq, sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAudit } from '@makewhole/db/audit/export-audit';
import { sealTrail } from '@makewhole/db/audit/seal-trail';
import { appendEvent, hashOf } from '@makewhole/db/events/append-refund-event';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import { auditCheckpoints } from '@makewhole/db/schema/audit';
import { refundEvents } from '@makewhole/db/schema/refunds';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { auditPublicKeyOf, createCheckpointSigner } from '@makewhole/runtime/audit-keys';
import { verifyAudit, type AuditVerdict } from '@makewhole/verify/verify-audit';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

const SIGNING_KEY = randomBytes(32).toString('base64');
const PUBLIC_KEYS = [auditPublicKeyOf(SIGNING_KEY)];
const NIGHT = new Date('2026-11-20T00:05:00Z');
/** The night after it, and an hour of its day. */
const LATER = [new Date('2026-11-21T00:05:00Z'), new Date('2026-11-21T09:05:00Z')];

let world: ApiWorld;
let refundId: RefundId;
let headers: Session['headers'];

/** What the owners have by mail: the hash of the night before. */
let kept: string;

beforeAll(async () => {
  world = await createApiWorld({ AUDIT_PUBLIC_KEYS: PUBLIC_KEYS });
  ({ headers } = await sessionOf(world, world.firm, 'owner'));
  const asked = await askForRefund(world, { transactionId: await world.pay(), internalNote: 'Dana called' });
  refundId = asId<RefundId>(asked.body.id);
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  const note = 'Looked at the check';
  await appendEvent(world.db, key(), { ...by, type: 'obligation.done', data: {}, note });
  await seal(NIGHT);
  const [checkpoint] = await world.db.select().from(auditCheckpoints);
  kept = checkpoint?.hash ?? '';
  for (const at of LATER) {
    await appendEvent(world.db, key(), { ...by, type: 'refund.late', data: {} });
    await seal(at);
  }
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
  const cut = (to: number) => [
    sql`DELETE FROM refund_events WHERE refund_id = ${refundId} AND seq > ${to}`,
    sql`UPDATE refunds SET version = ${to}, head_hash = coalesce(
      (SELECT hash FROM refund_events WHERE refund_id = refunds.id AND seq = ${to}), '')`,
  ];

  it('in its sealed part', async () => {
    await tampered(cut(1), async () => {
      const { ofFirm, ofRefund, offline } = await verdicts();
      expect(offline).toContain(`event ${refundId}/2 was sealed by a checkpoint, and is missing`);
      expect(ofFirm).toContain(`event ${refundId}/2 was sealed by a checkpoint, and is missing`);
      expect(ofRefund.join()).toContain('is not the one that the checkpoint of 2026-11-20 sealed');
    });
  });

  it('as a whole (T2b), with the checkpoints', async () => {
    const all = [sql`DELETE FROM refund_event_notes`, ...cut(0)];
    await foundEverywhere([...noSeals(), ...all], `the timeline of ${refundId} is missing`);
  });

  it('in what no checkpoint covers yet, where the refund came further than its events', async () => {
    const asked = await askForRefund(world, { transactionId: await world.pay() });
    const other = { firmId: world.firm.firmId, refundId: asId<RefundId>(asked.body.id) };
    await cancelRefund(world.db, other, { actor: world.firm.people.admin, at: new Date() });
    const edits = [
      sql`DELETE FROM refund_events WHERE refund_id = ${other.refundId} AND seq > 1`,
      sql`UPDATE refunds SET version = 1, head_hash = (SELECT hash FROM refund_events
        WHERE refund_id = ${other.refundId} AND seq = 1) WHERE id = ${other.refundId}`,
    ];
    await tampered(edits, async () => {
      const { offline } = await verdicts();
      expect(offline).toContain(
        `the refund ${other.refundId} has another status than its timeline: it was edited`,
      );
    });
  });
});

describe('T3: a sealed event is rewritten, and the chain behind it made once more', () => {
  it('but not its checkpoints (T3a)', async () => {
    await tampered([], async () => {
      await rewriteChain();
      const { ofFirm, ofRefund, offline } = await verdicts();
      expect(offline.join()).toContain('is not the one that a checkpoint sealed');
      expect(ofFirm.join()).toContain('is not the one that a checkpoint sealed');
      expect(ofRefund.join()).toContain('is not the one that the checkpoint of 2026-11-20 sealed');
    });
  });

  it('with its checkpoints, signed by a key of their own (T3b): the signature and the kept seal know', async () => {
    await tampered([], async () => {
      await rewriteChain();
      await unguarded(...noSeals());
      const forged = createCheckpointSigner(randomBytes(32).toString('base64'));
      for (const at of [NIGHT, ...LATER]) await sealTrail(world.db, world.firm.firmId, at, forged);
      const { ofFirm, offline } = await verdicts();
      expect(ofFirm.join()).toContain('is signed by none of the keys');
      expect(offline.join()).toContain('is signed by none of the keys');
      expect((await verifyOffline({ seals: [{ hash: kept }] })).faults).toEqual([REWRITTEN()]);
    });
  });

  it('with its checkpoints, not signed any more', async () => {
    await tampered([], async () => {
      await rewriteChain();
      await unguarded(...noSeals());
      await sealTrail(world.db, world.firm.firmId, NIGHT);
      expect((await verdicts()).ofFirm).toEqual(['no checkpoint is signed by one of the keys']);
    });
  });
});

describe('T4: the checkpoints are taken away', () => {
  it('which the kept seal knows', async () => {
    await tampered(noSeals(), async () => {
      const { faults, sealed } = await verifyOffline({ seals: [{ hash: kept, day: '2026-11-20' }] });
      expect(faults).toEqual([REWRITTEN()]);
      expect(sealed).toMatchObject({ events: 0, upTo: null, signedUpTo: null });
    });
  });

  it('and made anew by the worker itself, with the true key: the kept seal alone knows', async () => {
    await tampered(noSeals(), async () => {
      await rewriteChain();
      await seal(NIGHT);
      expect((await verifyOffline({ publicKeys: PUBLIC_KEYS })).faults).toEqual([]);
      expect((await verifyOffline({ seals: [{ hash: kept }] })).faults).toEqual([REWRITTEN()]);
    });
  });
});

const REWRITTEN = () => `the checkpoint ${kept} that you kept is not in this export: it was rewritten or cut`;

function noSeals(): SQL[] {
  return [
    sql`DELETE FROM audit_heads`,
    sql`DELETE FROM audit_checkpoints`,
    sql`UPDATE refunds SET sealed_version = 0`,
  ];
}

function seal(at: Date): Promise<boolean> {
  return sealTrail(world.db, world.firm.firmId, at, createCheckpointSigner(SIGNING_KEY));
}

/** The second event gets another actor, and every hash from there on is right again. */
async function rewriteChain(): Promise<void> {
  const { db } = world;
  const ofRefund = eq(refundEvents.refundId, refundId);
  const events = await db.select().from(refundEvents).where(ofRefund).orderBy(refundEvents.seq);
  const edits: SQL[] = [];
  let prevHash = '';
  for (const { hash: _, ...event } of events) {
    const actor = event.seq === 2 ? 'pr_somebody' : event.actor;
    const hash = hashOf({ ...event, actor, prevHash });
    edits.push(sql`UPDATE refund_events SET actor = ${actor}, prev_hash = ${prevHash}, hash = ${hash}
      WHERE refund_id = ${refundId} AND seq = ${event.seq}`);
    prevHash = hash;
  }
  await unguarded(...edits, sql`UPDATE refunds SET head_hash = ${prevHash} WHERE id = ${refundId}`);
}

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
  const offline = await verifyOffline({ publicKeys: PUBLIC_KEYS });
  return { ofFirm: ofFirm.body.faults, ofRefund: ofRefund.body.faults, offline: offline.faults };
}

/** As the offline verifier does with an export. */
async function verifyOffline(against: Parameters<typeof verifyAudit>[1]): Promise<AuditVerdict> {
  const lines: string[] = [];
  for await (const line of exportAudit(world.db, world.firm.firmId, new Date()))
    lines.push(JSON.stringify(line));
  return verifyAudit(lines, against);
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
