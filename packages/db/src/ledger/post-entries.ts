// The postings of refunds (B10).
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { POSTING_STEPS, type Posting, type PostingKey } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { insertPosting } from './insert-posting.ts';
import { asSettled } from './through-balance.ts';
import { EFFECTIVE_DAY } from './effective-day.ts';
import { newId } from '../new-id.ts';
import { firms } from '../schema/firms.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import type { RefundKey } from '../lock-refund.ts';

/** Posts once under (refund, step, leg, allocation, correction). False if that key is taken: posted, or voided. */
export async function postOnce(
  tx: Db,
  { firmId, refundId }: RefundKey,
  at: Date,
  posting: Posting,
): Promise<boolean> {
  const subject = { firmId, refundId, at, effectiveOn: posting.effectiveOn };
  const [settled = posting] = await asSettled(tx, subject, [posting]);
  return insertPosting(tx, subject, settled, settled.entries);
}

/** Claims the key of a step that must never be posted; a forward step that finds it taken does nothing (B6). */
export async function postVoid(
  tx: Db,
  { firmId, refundId }: RefundKey,
  at: Date,
  key: PostingKey,
): Promise<boolean> {
  const rows = await tx
    .insert(postings)
    .values({ ...key, firmId, refundId, id: newId('post'), isVoid: true, at })
    .onConflictDoNothing()
    .returning({ id: postings.id });
  return rows.length === 1;
}

export type StandingPosting = Posting & {
  readonly refundId: RefundId;
  readonly at: Date;
  readonly correction: number;
  /** Always set: the day of `at` in the firm's zone, unless another day is known. */
  readonly effectiveOn: BankDate;
};

/** The postings of refunds, oldest first, voids left out. */
export async function findPostings(
  db: Db,
  firmId: FirmId,
  refundIds: readonly RefundId[],
): Promise<StandingPosting[]> {
  if (refundIds.length === 0) return [];
  const rows = await db
    .select({ posting: postings, entry: ledgerEntries, effectiveOn: EFFECTIVE_DAY })
    .from(postings)
    .innerJoin(firms, eq(firms.id, postings.firmId))
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(and(eq(postings.firmId, firmId), inArray(postings.refundId, [...refundIds])))
    .orderBy(asc(postings.at), asc(postings.id), asc(ledgerEntries.line));
  return [...Map.groupBy(rows, (row) => row.posting.id).values()].flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const { posting, effectiveOn } = first;
    const { refundId, step, leg, allocationId, correction, at } = posting;
    if (refundId === null || !isRefundStep(step)) return [];
    const entries = lines.map(({ entry: { account, matterId, amount } }) => ({ account, matterId, amount }));
    return [{ refundId, step, leg, allocationId, correction, at, effectiveOn, entries }];
  });
}

function isRefundStep(step: typeof postings.$inferSelect.step): step is Posting['step'] {
  return POSTING_STEPS.some((one) => one === step);
}
