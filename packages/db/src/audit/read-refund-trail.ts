import { and, asc, eq } from 'drizzle-orm';
import type { RefundId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import type { RefundKey } from '../lock-refund.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { listProvableEvents, type ProvableEvent } from './provable-events.ts';
import { findRedacted } from './provable-firm-events.ts';
import { FACT_COLUMNS, factsOf, type RefundFacts } from './refund-facts.ts';

/** Far more than a refund ever has: a workflow's own limits come first. */
const EVENTS_MAX = 100_000;

/** How far a daily checkpoint has sealed a refund's chain. */
export type Seal = {
  readonly sequence: number;
  /** YYYY-MM-DD, UTC. */
  readonly day: string;
  readonly version: number;
  readonly hash: string;
};

export type RefundTrail = {
  readonly refundId: RefundId;
  readonly events: readonly ProvableEvent[];
  /** The facts in the refund's row that its events also hold. */
  readonly facts: RefundFacts;
  /** What the refund's row says of its newest event. */
  readonly head: { readonly version: number; readonly hash: string };
  /** Oldest first. */
  readonly seals: readonly Seal[];
  /** The hashes of cited files whose redaction is in the firm's timeline. */
  readonly redacted: readonly string[];
};

/** Everything that proves a refund's timeline (B9), as of one moment. @throws Error if the firm has no such refund */
export function readRefundTrail(db: Db, { firmId, refundId }: RefundKey): Promise<RefundTrail> {
  const read = async (tx: Db): Promise<RefundTrail> => {
    const [row] = await tx
      .select({ version: refunds.version, hash: refunds.headHash, ...FACT_COLUMNS })
      .from(refunds)
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, refundId)));
    if (row === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
    const { version, hash, ...facts } = row;
    const ofRefund = and(eq(refundEvents.firmId, firmId), eq(refundEvents.refundId, refundId));
    const events = await listProvableEvents(tx, ofRefund, EVENTS_MAX);
    const seals = await tx
      .select({
        sequence: auditHeads.sequence,
        day: auditCheckpoints.day,
        version: auditHeads.version,
        hash: auditHeads.hash,
      })
      .from(auditHeads)
      .innerJoin(
        auditCheckpoints,
        and(
          eq(auditCheckpoints.firmId, auditHeads.firmId),
          eq(auditCheckpoints.sequence, auditHeads.sequence),
        ),
      )
      .where(and(eq(auditHeads.firmId, firmId), eq(auditHeads.refundId, refundId)))
      .orderBy(asc(auditHeads.sequence));
    const redacted = await findRedacted(tx, firmId, missingFiles(events));
    return { refundId, events, head: { version, hash }, facts: factsOf(facts), seals, redacted };
  };
  return readConsistently(db, read);
}

/** The hashes that events hold of files whose content is not there. */
function missingFiles(events: readonly ProvableEvent[]): string[] {
  return events.flatMap(({ data, evidence }) => {
    const hash = data['evidenceSha256'];
    return evidence === null && typeof hash === 'string' ? [hash] : [];
  });
}
