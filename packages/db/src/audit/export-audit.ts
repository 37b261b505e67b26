import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { firmEvents } from '../schema/firms.ts';
import { refundEvents } from '../schema/refunds.ts';

/** Rows read at once. */
const PAGE = 500;

/**
 * A firm's whole audit trail, line by line (docs/audit.md): header, checkpoints, events (the firm's own, then the
 * refunds'), end. The checkpoints are read
 * first, so that every event that they seal is among those that follow.
 */
export async function* exportAudit(db: Db, firmId: FirmId, at: Date): AsyncGenerator<object> {
  yield { type: 'header', format: 'makewhole-audit-1', firmId, exportedAt: at.toISOString() };
  const checkpoints = await db
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.firmId, firmId))
    .orderBy(asc(auditCheckpoints.sequence));
  for (const { hash, sealedAt, firmVersion, firmHash, ...checkpoint } of checkpoints) {
    const heads = await findHeads(db, firmId, checkpoint.sequence);
    if (firmVersion !== null && firmHash !== null) heads.push([firmId, firmVersion, firmHash]);
    yield { type: 'checkpoint', ...checkpoint, sealedAt: sealedAt.toISOString(), heads, hash };
  }
  let events = 0;
  for await (const { hash, at: happenedAt, ...event } of timelinesOf(db, firmId)) {
    events += 1;
    yield { type: 'event', event: { ...event, at: happenedAt.toISOString() }, hash };
  }
  yield { type: 'end', events, checkpoints: checkpoints.length };
}

async function findHeads(db: Db, firmId: FirmId, sequence: number): Promise<[string, number, string][]> {
  const rows = await db
    .select()
    .from(auditHeads)
    .where(and(eq(auditHeads.firmId, firmId), eq(auditHeads.sequence, sequence)))
    .orderBy(asc(auditHeads.refundId));
  return rows.map(({ refundId, version, hash }) => [refundId, version, hash]);
}

/** The firm's own timeline, then each refund's. */
async function* timelinesOf(db: Db, firmId: FirmId): AsyncGenerator<FirmEventRow | EventRow> {
  yield* firmEventsOf(db, firmId);
  yield* eventsOf(db, firmId);
}

type EventRow = typeof refundEvents.$inferSelect;

async function* eventsOf(db: Db, firmId: FirmId): AsyncGenerator<EventRow> {
  let last: EventRow | undefined;
  do {
    const rows: EventRow[] = await db
      .select()
      .from(refundEvents)
      .where(
        and(
          eq(refundEvents.firmId, firmId),
          last === undefined
            ? undefined
            : sql`(${refundEvents.refundId}, ${refundEvents.seq}) > (${last.refundId}, ${last.seq})`,
        ),
      )
      .orderBy(asc(refundEvents.refundId), asc(refundEvents.seq))
      .limit(PAGE);
    yield* rows;
    last = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (last !== undefined);
}

type FirmEventRow = typeof firmEvents.$inferSelect;

async function* firmEventsOf(db: Db, firmId: FirmId): AsyncGenerator<FirmEventRow> {
  let after = 0;
  for (;;) {
    const rows: FirmEventRow[] = await db
      .select()
      .from(firmEvents)
      .where(and(eq(firmEvents.firmId, firmId), gt(firmEvents.seq, after)))
      .orderBy(asc(firmEvents.seq))
      .limit(PAGE);
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    after = last.seq;
  }
}
