import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { firmEvents, firms } from '../schema/firms.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { lineOfEvent, listProvableEvents, type ProvableEvent, evidenceOf } from './provable-events.ts';
import { FACT_COLUMNS, factsOf, type RefundFacts } from './refund-facts.ts';

/** How many events, or refunds, one query reads. */
const EVENTS_PAGE = 500;
const REFUNDS_PAGE = 100;

/**
 * A firm's whole audit trail, line by line (docs/audit.md): header, checkpoints, then each timeline with its length,
 * the firm's own first; end. Checkpoints are read first, so that every event they seal is among those that follow;
 * each timeline's head is read before its events, so that the timeline is complete while refunds go on.
 */
export async function* exportAudit(db: Db, firmId: FirmId, at: Date): AsyncGenerator<object> {
  yield { type: 'header', format: 'makewhole-audit-3', firmId, exportedAt: at.toISOString() };
  let checkpoints = 0;
  for await (const checkpoint of checkpointsOf(db, firmId)) {
    checkpoints += 1;
    yield checkpoint;
  }
  const count = { refunds: 0, events: 0 };
  for await (const line of timelinesOf(db, firmId)) {
    if (line.type === 'event') count.events += 1;
    if (line.type === 'refund') count.refunds += 1;
    yield line;
  }
  yield { type: 'end', ...count, checkpoints };
}

async function* checkpointsOf(db: Db, firmId: FirmId): AsyncGenerator<object> {
  const checkpoints = await db
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.firmId, firmId))
    .orderBy(asc(auditCheckpoints.sequence));
  for (const { hash, signature, sealedAt, firmVersion, firmHash, ...checkpoint } of checkpoints) {
    const heads = await findHeads(db, firmId, checkpoint.sequence);
    if (firmVersion !== null && firmHash !== null) heads.push([firmId, firmVersion, firmHash]);
    const signed = signature === null ? {} : { signature };
    yield { type: 'checkpoint', ...checkpoint, sealedAt: sealedAt.toISOString(), heads, hash, ...signed };
  }
}

async function findHeads(db: Db, firmId: FirmId, sequence: number): Promise<[string, number, string][]> {
  const rows = await db
    .select()
    .from(auditHeads)
    .where(and(eq(auditHeads.firmId, firmId), eq(auditHeads.sequence, sequence)))
    .orderBy(asc(auditHeads.refundId));
  return rows.map(({ refundId, version, hash }) => [refundId, version, hash]);
}

type Head = { readonly version: number; readonly hash: string };
type TimelineLine =
  | ({ readonly type: 'firm'; readonly firmId: FirmId } & Head)
  | ({ readonly type: 'refund'; readonly refundId: RefundId; readonly facts: RefundFacts } & Head)
  | {
      readonly type: 'event';
      readonly event: object;
      readonly hash: string;
      readonly evidence?: string;
    };

/** The firm's own timeline, then each refund's. */
async function* timelinesOf(db: Db, firmId: FirmId): AsyncGenerator<TimelineLine> {
  const [firm] = await db
    .select({ version: firms.version, hash: firms.headHash })
    .from(firms)
    .where(eq(firms.id, firmId));
  if (firm === undefined) throw new Error(`There is no firm ${firmId}`);
  yield { type: 'firm', firmId, ...firm };
  yield* firmEventsOf(db, firmId, firm.version);
  let after: RefundId | undefined;
  do {
    const page = await listRefunds(db, firmId, after);
    yield* withEvents(page, eventsOf(db, firmId, page));
    after = page.length === REFUNDS_PAGE ? page.at(-1)?.refundId : undefined;
  } while (after !== undefined);
}

type ListedRefund = Head & { readonly refundId: RefundId; readonly facts: RefundFacts };

async function listRefunds(db: Db, firmId: FirmId, after: RefundId | undefined): Promise<ListedRefund[]> {
  const head = { refundId: refunds.id, version: refunds.version, hash: refunds.headHash };
  const rows = await db
    .select({ ...head, ...FACT_COLUMNS })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), after === undefined ? undefined : gt(refunds.id, after)))
    .orderBy(asc(refunds.id))
    .limit(REFUNDS_PAGE);
  return rows.map(({ refundId, version, hash, ...facts }) => ({
    refundId,
    version,
    hash,
    facts: factsOf(facts),
  }));
}

/** Puts each refund before its events; both come in the order of the refunds. */
async function* withEvents(
  listed: readonly ListedRefund[],
  events: AsyncGenerator<ProvableEvent>,
): AsyncGenerator<TimelineLine> {
  let next = await events.next();
  for (const refund of listed) {
    yield { type: 'refund', ...refund };
    for (; !next.done && next.value.refundId === refund.refundId; next = await events.next()) {
      // The next export includes what was added since the refund was read.
      if (next.value.seq <= refund.version) yield lineOfEvent(next.value);
    }
  }
}

async function* eventsOf(
  db: Db,
  firmId: FirmId,
  listed: readonly ListedRefund[],
): AsyncGenerator<ProvableEvent> {
  const ids = listed.map(({ refundId }) => refundId);
  if (ids.length === 0) return;
  const ofThese = and(eq(refundEvents.firmId, firmId), inArray(refundEvents.refundId, ids));
  let last: ProvableEvent | undefined;
  do {
    const after =
      last && sql`(${refundEvents.refundId}, ${refundEvents.seq}) > (${last.refundId}, ${last.seq})`;
    const rows: ProvableEvent[] = await listProvableEvents(db, and(ofThese, after), EVENTS_PAGE);
    yield* rows;
    last = rows.length === EVENTS_PAGE ? rows.at(-1) : undefined;
  } while (last !== undefined);
}

async function* firmEventsOf(db: Db, firmId: FirmId, version: number): AsyncGenerator<TimelineLine> {
  let after = 0;
  for (;;) {
    const rows = await db
      .select({ event: firmEvents, evidence: evidenceOf(firmEvents) })
      .from(firmEvents)
      .where(and(eq(firmEvents.firmId, firmId), gt(firmEvents.seq, after), lte(firmEvents.seq, version)))
      .orderBy(asc(firmEvents.seq))
      .limit(EVENTS_PAGE);
    yield* rows.map(firmLineOf);
    const last = rows.at(-1);
    if (rows.length < EVENTS_PAGE || last === undefined) return;
    after = last.event.seq;
  }
}

type FirmEventRow = { readonly event: typeof firmEvents.$inferSelect; readonly evidence: string | null };

function firmLineOf({ event: { hash, at, ...event }, evidence }: FirmEventRow): TimelineLine {
  const cited = evidence === null ? {} : { evidence };
  return { type: 'event', event: { ...event, at: at.toISOString() }, hash, ...cited };
}
