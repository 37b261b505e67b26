import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { firms } from '../schema/firms.ts';
import { refunds } from '../schema/refunds.ts';
import { hashOfContent } from './hash-of-content.ts';

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
    const ofFirm = await findGrownFirmHead(tx, firmId);
    const sequence = (before?.sequence ?? 0) + 1;
    const prevHash = before?.hash ?? '';
    const content = { firmId, sequence, day, sealedAt: at, prevHash };
    const listed = [...heads.map(({ refundId, ...head }) => ({ timeline: refundId, ...head })), ...ofFirm];
    const hash = hashOfCheckpoint(content, listed);
    const [firmHead] = ofFirm;
    await tx
      .insert(auditCheckpoints)
      .values({ ...content, firmVersion: firmHead?.version, firmHash: firmHead?.hash, hash });
    for (let from = 0; from < heads.length; from += BATCH) {
      const rows = heads.slice(from, from + BATCH).map((head) => ({ ...head, firmId, sequence }));
      await tx.insert(auditHeads).values(rows);
    }
    return true;
  };
  return db.transaction(seal, { isolationLevel: 'repeatable read' });
}

type Head = Pick<typeof auditHeads.$inferSelect, 'refundId' | 'version' | 'hash'>;
type CheckpointContent = Omit<typeof auditCheckpoints.$inferSelect, 'hash' | 'firmVersion' | 'firmHash'>;
/** A timeline is a refund's, or the firm's own. */
type ListedHead = { readonly timeline: string; readonly version: number; readonly hash: string };

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

/** The firm's own timeline, where it has events that no checkpoint has sealed yet: one, or none. */
function findGrownFirmHead(tx: Db, firmId: FirmId): Promise<ListedHead[]> {
  const sealed = tx
    .select({ version: sql<number>`max(${auditCheckpoints.firmVersion})`.as('sealed_version') })
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.firmId, firms.id))
    .as('sealed');
  return tx
    .select({ timeline: firms.id, version: firms.version, hash: firms.headHash })
    .from(firms)
    .leftJoinLateral(sealed, sql`true`)
    .where(and(eq(firms.id, firmId), sql`${firms.version} > coalesce(${sealed.version}, 0)`));
}

/** Of the checkpoint with its heads; see hash-of-content.ts. */
function hashOfCheckpoint(content: CheckpointContent, heads: readonly ListedHead[]): string {
  const listed = heads.map(({ timeline, version, hash }) => [timeline, version, hash]);
  return hashOfContent({ ...content, sealedAt: content.sealedAt.toISOString(), heads: listed });
}
