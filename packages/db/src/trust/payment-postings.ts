// The postings about a payment itself, without any of our refunds: its receipt (B15) and its losses (ADR 28). The
// matter's trust balance follows the ledger in the same transaction (B4).
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { LedgerEntry } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { followShortage } from './shortage.ts';
import { isInOpening, movesTrust, postContained } from '../ledger/contained-in-opening.ts';
import { asSettled } from '../ledger/through-balance.ts';
import { addToTotals } from './matter-totals.ts';
import { insertPosting, type AnyPostingKey, type PostingSubject } from '../ledger/insert-posting.ts';

export type PaymentPosting = AnyPostingKey & { readonly entries: readonly LedgerEntry[] };

/**
 * Posts what is not posted yet, and opens or ends the task of a shortage that this makes or covers. What moved trust by
 * the day on which the account's books began is in its opening balances, and void here (ADR 54).
 */
export async function postForPayment(
  tx: Db,
  about: PaymentKey & Pick<PostingSubject, 'causeId' | 'at' | 'effectiveOn' | 'bankAccounts'>,
  wanted: readonly PaymentPosting[],
): Promise<void> {
  const { firmId, transactionId, at, effectiveOn } = about;
  const isContained =
    effectiveOn !== undefined &&
    wanted.some(({ entries }) => movesTrust(entries)) &&
    (await isInOpening(tx, about, effectiveOn));
  for (const { entries, ...key } of await asSettled(tx, about, wanted)) {
    if (isContained && movesTrust(entries)) {
      await postContained(tx, about, key);
      continue;
    }
    if (!(await insertPosting(tx, about, key, entries))) continue;
    for (const { account, matterId, amount } of entries) {
      if (matterId === null || account !== 'client_trust_liability') continue;
      await addToTotals(tx, { firmId, matterId }, { balance: -amount });
      await followShortage(tx, { firmId, matterId }, { transactionId, at });
    }
  }
}

export type BookedPosting = Pick<
  typeof postings.$inferSelect,
  'id' | 'step' | 'leg' | 'allocationId' | 'causeId'
> & {
  readonly entries: readonly LedgerEntry[];
};

/** What is posted about a payment itself. */
export async function findPaymentPostings(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<BookedPosting[]> {
  const rows = await tx
    .select({ posting: postings, entry: ledgerEntries })
    .from(postings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(
      and(eq(postings.firmId, firmId), isNull(postings.refundId), eq(postings.transactionId, transactionId)),
    )
    .orderBy(asc(postings.id), asc(ledgerEntries.line));
  return [...Map.groupBy(rows, ({ posting }) => posting.id).values()].flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const { id, step, leg, allocationId, causeId } = first.posting;
    const entries = lines.map(({ entry: { account, matterId, amount } }) => ({ account, matterId, amount }));
    return [{ id, step, leg, allocationId, causeId, entries }];
  });
}
