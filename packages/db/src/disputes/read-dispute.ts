// Everything that a dispute's page shows: the dispute, what the books did, its task, and the packs that were made.
import { and, desc, eq } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { DisputeId, EvidencePackId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { EvidencePack } from '@makewhole/domain/evidence-pack';
import type { Db } from '../connect.ts';
import { findLosses, type LossRow } from '../losses/record-losses.ts';
import { listPaymentTasks, type PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { disputes, evidencePacks } from '../schema/disputes.ts';
import { principals } from '../schema/firms.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { findPaymentPostings, type BookedPosting } from '../trust/payment-postings.ts';
import { DISPUTE_COLUMNS, disputeViewOf, type DisputeListed } from './dispute-view.ts';

export type DisputeKey = { readonly firmId: FirmId; readonly disputeId: DisputeId };

export type PackListed = {
  readonly id: EvidencePackId;
  readonly madeAt: Instant;
  readonly madeBy: { readonly id: PrincipalId; readonly name: string };
  readonly contentHash: string;
};

export type DisputeRead = {
  readonly dispute: DisputeListed;
  /** Each time that the bank took the money, oldest first. */
  readonly rounds: readonly LossRow[];
  /** What was posted for them, in order. */
  readonly postings: readonly BookedPosting[];
  /** The tasks of this dispute. */
  readonly tasks: readonly PaymentTaskRow[];
  /** Newest first. */
  readonly packs: readonly PackListed[];
};

export async function readDispute(db: Db, { firmId, disputeId }: DisputeKey): Promise<DisputeRead | null> {
  const [row] = await db
    .select(DISPUTE_COLUMNS)
    .from(disputes)
    .innerJoin(
      payments,
      and(eq(payments.firmId, disputes.firmId), eq(payments.transactionId, disputes.transactionId)),
    )
    .leftJoin(matters, and(eq(matters.firmId, payments.firmId), eq(matters.id, payments.matterId)))
    .where(and(eq(disputes.firmId, firmId), eq(disputes.id, disputeId)));
  if (row === undefined) return null;
  const dispute = disputeViewOf(row);
  const key = { firmId, transactionId: dispute.transactionId };
  const [losses, booked, tasks, packs] = await Promise.all([
    findLosses(db, key),
    findPaymentPostings(db, key),
    listPaymentTasks(db, firmId, [dispute.transactionId]),
    listPacks(db, { firmId, disputeId }),
  ]);
  const named = [dispute.processorDisputeId, ''];
  const rounds = losses.filter(({ kind, subject }) => kind === 'dispute' && named.includes(subject));
  const causes: readonly unknown[] = rounds.map(({ id }) => id);
  return {
    dispute,
    rounds,
    postings: booked.filter(({ causeId }) => causes.includes(causeId)),
    tasks: tasks.filter(({ kind, subject }) => kind === 'dispute' && named.includes(subject)),
    packs,
  };
}

function listPacks(db: Db, { firmId, disputeId }: DisputeKey): Promise<PackListed[]> {
  return db
    .select({
      id: evidencePacks.id,
      madeAt: evidencePacks.madeAt,
      madeBy: { id: evidencePacks.madeBy, name: principals.name },
      contentHash: evidencePacks.contentHash,
    })
    .from(evidencePacks)
    .innerJoin(principals, eq(principals.id, evidencePacks.madeBy))
    .where(and(eq(evidencePacks.firmId, firmId), eq(evidencePacks.disputeId, disputeId)))
    .orderBy(desc(evidencePacks.madeAt), desc(evidencePacks.id))
    .then((rows) => rows.map(({ madeAt, ...pack }) => ({ ...pack, madeAt: madeAt.toISOString() })));
}

export type PackRead = PackListed & { readonly content: EvidencePack };

/** A pack of a dispute of the firm, or null. */
export async function readPack(
  db: Db,
  { firmId, disputeId, packId }: DisputeKey & { readonly packId: EvidencePackId },
): Promise<PackRead | null> {
  const [row] = await db
    .select({ pack: evidencePacks, name: principals.name })
    .from(evidencePacks)
    .innerJoin(principals, eq(principals.id, evidencePacks.madeBy))
    .where(
      and(
        eq(evidencePacks.firmId, firmId),
        eq(evidencePacks.disputeId, disputeId),
        eq(evidencePacks.id, packId),
      ),
    );
  if (row === undefined) return null;
  const { id, content, contentHash, madeAt, madeBy } = row.pack;
  return { id, content, contentHash, madeAt: madeAt.toISOString(), madeBy: { id: madeBy, name: row.name } };
}
