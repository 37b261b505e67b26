// The postings of refunds (B10).
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { POSTING_STEPS, type Posting, type PostingKey } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { newId } from '../new-id.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import type { RefundKey } from './lock-refund.ts';

/** Posts once under (refund, step, leg, allocation). False where that key is taken: posted before, or void. */
export async function postOnce(
  tx: Db,
  { firmId, refundId }: RefundKey,
  at: Date,
  posting: Posting,
): Promise<boolean> {
  return insertPosting(tx, { firmId, refundId, at }, posting, posting.entries);
}

/** Takes the key of a step that must never be posted any more; a forward step that meets it does nothing (B6). */
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

export type StandingPosting = Posting & { readonly refundId: RefundId; readonly at: Date };

/** The postings of refunds, oldest first, voids left out. */
export async function findPostings(
  db: Db,
  firmId: FirmId,
  refundIds: readonly RefundId[],
): Promise<StandingPosting[]> {
  if (refundIds.length === 0) return [];
  const rows = await db
    .select({ posting: postings, entry: ledgerEntries })
    .from(postings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(and(eq(postings.firmId, firmId), inArray(postings.refundId, [...refundIds])))
    .orderBy(asc(postings.at), asc(postings.id), asc(ledgerEntries.line));
  return [...Map.groupBy(rows, (row) => row.posting.id).values()].flatMap((lines) => {
    const posting = lines[0]?.posting;
    if (posting?.refundId == null) return [];
    const { refundId, step, leg, allocationId, at } = posting;
    if (!isRefundStep(step)) return [];
    const entries = lines.map(({ entry: { account, matterId, amount } }) => ({ account, matterId, amount }));
    return [{ refundId, step, leg, allocationId, at, entries }];
  });
}

function isRefundStep(step: typeof postings.$inferSelect.step): step is Posting['step'] {
  return POSTING_STEPS.some((one) => one === step);
}
