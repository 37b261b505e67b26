import { and, asc, desc, eq, isNotNull, lt, notExists, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { listPeople } from '../users/list-people.ts';
import type { Db } from '../connect.ts';
import { recordEmails } from '../notifications/record-emails.ts';
import { auditCheckpoints, auditHeads } from '../schema/audit.ts';
import { firms } from '../schema/firms.ts';
import { refunds } from '../schema/refunds.ts';
import { hashOfContent } from '../events/content-hash.ts';
import { sealEmailEvent } from './seal-email.ts';

/** Rows per INSERT. */
const BATCH = 1_000;

/** Signs the hash of a checkpoint with a key that is not in the database. */
export type SignCheckpoint = (hash: string) => string;

/**
 * Seals what a firm's timelines gained since the previous checkpoint: anything edited, dropped or cut off afterward no
 * longer matches it. The first checkpoint of a day is made even if nothing changed, and is mailed to the firm's
 * owners, where nobody with access to the database can reach it.
 * @param sign null if no key is set
 * @returns whether a checkpoint was made; false if there was nothing to seal
 */
export async function sealTrail(
  db: Db,
  firmId: FirmId,
  at: Date,
  sign: SignCheckpoint | null = null,
): Promise<boolean> {
  const seal = async (tx: Db): Promise<boolean> => {
    const before = await findNewestCheckpoint(tx, firmId);
    if (before !== undefined && before.sealedAt >= at) return false;
    const day = at.toISOString().slice(0, 10);
    const heads = await findGrownHeads(tx, firmId);
    const ofFirm = await findGrownFirmHead(tx, firmId);
    const isFirstOfDay = before === undefined || before.day < day;
    const lacksSignature = sign !== null && before?.signature === null;
    if (!isFirstOfDay && !lacksSignature && heads.length + ofFirm.length === 0) return false;
    const content = {
      ...{ firmId, sequence: (before?.sequence ?? 0) + 1, day, sealedAt: at },
      prevHash: before?.hash ?? '',
    };
    const listed = [...heads.map(({ refundId, ...head }) => ({ timeline: refundId, ...head })), ...ofFirm];
    const hash = hashOfCheckpoint(content, listed);
    await insertCheckpoint(tx, { ...content, hash, signature: sign?.(hash) ?? null }, heads, ofFirm[0]);
    if (before !== undefined && isFirstOfDay) await mailToOwners(tx, content, hash);
    return true;
  };
  const isSealed = await db.transaction(seal, { isolationLevel: 'repeatable read' });
  if (isSealed) await noteSealed(db, firmId);
  return isSealed;
}

type Head = Pick<typeof auditHeads.$inferSelect, 'refundId' | 'version' | 'hash'>;
type Checkpoint = Omit<typeof auditCheckpoints.$inferSelect, 'firmVersion' | 'firmHash'>;
type CheckpointContent = Omit<Checkpoint, 'hash' | 'signature'>;
/** A timeline is a refund's, or the firm's own. */
type ListedHead = { readonly timeline: string; readonly version: number; readonly hash: string };

async function findNewestCheckpoint(tx: Db, firmId: FirmId) {
  const [newest] = await tx
    .select()
    .from(auditCheckpoints)
    .where(eq(auditCheckpoints.firmId, firmId))
    .orderBy(desc(auditCheckpoints.sequence))
    .limit(1);
  return newest;
}

/** Timelines with events that no checkpoint has sealed yet, ordered by refund, from an index of these alone. */
function findGrownHeads(tx: Db, firmId: FirmId): Promise<Head[]> {
  // A process killed between the checkpoint and `noteSealed` leaves these marked as unsealed.
  const sealed = tx
    .select({ version: auditHeads.version })
    .from(auditHeads)
    .where(and(eq(auditHeads.firmId, firmId), isHeadOfRefund()));
  return tx
    .select({ refundId: refunds.id, version: refunds.version, hash: refunds.headHash })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), lt(refunds.sealedVersion, refunds.version), notExists(sealed)))
    .orderBy(asc(refunds.id));
}

function isHeadOfRefund() {
  return and(eq(auditHeads.refundId, refunds.id), eq(auditHeads.version, refunds.version));
}

/** The firm's own timeline, if it has events that no checkpoint has sealed yet: one, or none. */
async function findGrownFirmHead(tx: Db, firmId: FirmId): Promise<ListedHead[]> {
  const [sealed] = await tx
    .select({ version: auditCheckpoints.firmVersion })
    .from(auditCheckpoints)
    .where(and(eq(auditCheckpoints.firmId, firmId), isNotNull(auditCheckpoints.firmVersion)))
    .orderBy(desc(auditCheckpoints.sequence))
    .limit(1);
  const heads = await tx
    .select({ timeline: firms.id, version: firms.version, hash: firms.headHash })
    .from(firms)
    .where(eq(firms.id, firmId));
  return heads.filter(({ version }) => version > (sealed?.version ?? 0));
}

async function insertCheckpoint(
  tx: Db,
  checkpoint: Checkpoint,
  heads: readonly Head[],
  ofFirm: ListedHead | undefined,
): Promise<void> {
  const { firmId, sequence } = checkpoint;
  await tx
    .insert(auditCheckpoints)
    .values({ ...checkpoint, firmVersion: ofFirm?.version, firmHash: ofFirm?.hash });
  for (let from = 0; from < heads.length; from += BATCH) {
    const rows = heads.slice(from, from + BATCH).map((head) => ({ ...head, firmId, sequence }));
    await tx.insert(auditHeads).values(rows);
  }
}

async function mailToOwners(tx: Db, { firmId, sequence, sealedAt }: CheckpointContent, hash: string) {
  const owners = await listPeople(tx, firmId, ['owner']);
  const event = sealEmailEvent(sequence);
  await recordEmails(tx, owners, { firmId, refundId: null, about: hash, event, at: sealedAt, bySweep: true });
}

/** Removes what was sealed from the index of unsealed timelines. One that gained events in the meantime stays. */
async function noteSealed(db: Db, firmId: FirmId): Promise<void> {
  await db
    .update(refunds)
    .set({ sealedVersion: sql`${refunds.version}` })
    .from(auditHeads)
    .where(
      and(
        eq(refunds.firmId, firmId),
        lt(refunds.sealedVersion, refunds.version),
        eq(auditHeads.firmId, firmId),
        isHeadOfRefund(),
      ),
    );
}

/** The hash of a checkpoint with its heads; see content-hash.ts. */
function hashOfCheckpoint(content: CheckpointContent, heads: readonly ListedHead[]): string {
  const listed = heads.map(({ timeline, version, hash }) => [timeline, version, hash]);
  return hashOfContent({ ...content, sealedAt: content.sealedAt.toISOString(), heads: listed });
}
