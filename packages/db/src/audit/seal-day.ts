import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { refunds } from '../schema/refunds.ts';

/** Rows in one INSERT. */
const BATCH = 1_000;

/**
 * Seals a firm's timelines for the day of an instant (UTC), once: what is edited, dropped or cut off afterwards no longer
 * agrees with the checkpoint.
 * @returns whether it was sealed now; false where the day, or a later one, was sealed before
 */
export function sealDay(db: Db, firmId: FirmId, at: Date): Promise<boolean> {
  const seal = async (tx: Db): Promise<boolean> => {
    const day = at.toISOString().slice(0, 10);
    const [before] = await tx
      .select()
      .from(auditCheckpoints)
      .where(eq(auditCheckpoints.firmId, firmId))
      .orderBy(desc(auditCheckpoints.sequence))
      .limit(1);
    if (before !== undefined && before.day >= day) return false;
    const heads = await findGrownHeads(tx, firmId);
    const sequence = (before?.sequence ?? 0) + 1;
    const prevHash = before?.hash ?? '';
    const content = { firmId, sequence, day, sealedAt: at, prevHash };
    await tx.insert(auditCheckpoints).values({ ...content, hash: hashOfCheckpoint(content, heads) });
    for (let from = 0; from < heads.length; from += BATCH) {
      const rows = heads.slice(from, from + BATCH).map((head) => ({ ...head, firmId, sequence }));
      await tx.insert(auditHeads).values(rows);
    }
    return true;
  };
  return db.transaction(seal, { isolationLevel: 'repeatable read' });
}

type Head = Pick<typeof auditHeads.$inferSelect, 'refundId' | 'version' | 'hash'>;
type CheckpointContent = Omit<typeof auditCheckpoints.$inferSelect, 'hash'>;

/** Timelines with events that no checkpoint has sealed yet, in the order of their refunds. */
function findGrownHeads(tx: Db, firmId: FirmId): Promise<Head[]> {
  const sealed = tx
    .select({ version: sql<number>`max(${auditHeads.version})`.as('sealed_version') })
    .from(auditHeads)
    .where(and(eq(auditHeads.firmId, refunds.firmId), eq(auditHeads.refundId, refunds.id)))
    .as('sealed');
  return tx
    .select({ refundId: refunds.id, version: refunds.version, hash: refunds.headHash })
    .from(refunds)
    .leftJoinLateral(sealed, sql`true`)
    .where(and(eq(refunds.firmId, firmId), sql`${refunds.version} > coalesce(${sealed.version}, 0)`))
    .orderBy(asc(refunds.id));
}

/** SHA-256, in hex, over the canonical JSON (RFC 8785) of the checkpoint with its heads; docs/audit.md says how. */
function hashOfCheckpoint(content: CheckpointContent, heads: readonly Head[]): string {
  const listed = heads.map(({ refundId, version, hash }) => [refundId, version, hash]);
  const text = canonicalize({ ...content, sealedAt: content.sealedAt.toISOString(), heads: listed });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
