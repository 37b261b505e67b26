// The only way into the books: one statement for each posting, once under its key, whoever tries again (B10).
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { FirmId, InvoiceId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { LedgerEntry, Posting, PostingKey } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import type { RefundKey } from './lock-refund.ts';

/** What a posting is about: a refund, a payment that was received, or an invoice that was issued. */
type PostingSubject = {
  readonly firmId: FirmId;
  readonly refundId?: RefundId;
  readonly transactionId?: TransactionId;
  readonly invoiceId?: InvoiceId;
  readonly at: Date;
};

/** Posts once under (refund, step, leg, allocation). False where that key is taken: posted before, or void. */
export async function postOnce(
  tx: Db,
  { firmId, refundId }: RefundKey,
  at: Date,
  posting: Posting,
): Promise<boolean> {
  return insertPosting(tx, { firmId, refundId, at }, posting, posting.entries);
}

/** Posts the receipt of a payment: what its refund will one day take back. */
export async function postReceipt(
  tx: Db,
  receipt: { readonly firmId: FirmId; readonly transactionId: TransactionId; readonly at: Date },
  key: Pick<PostingKey, 'leg' | 'allocationId'>,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  return insertPosting(tx, receipt, { ...key, step: 'receipt' }, entries);
}

/** Posts what an invoice bills: the receivable that its payments bring down. */
export async function postInvoice(
  tx: Db,
  invoice: { readonly firmId: FirmId; readonly invoiceId: InvoiceId; readonly at: Date },
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  return insertPosting(tx, invoice, { step: 'invoice', leg: 'operating', allocationId: null }, entries);
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
    if (step === 'receipt' || step === 'invoice') return [];
    const entries = lines.map(({ entry: { account, matterId, amount } }) => ({ account, matterId, amount }));
    return [{ refundId, step, leg, allocationId, at, entries }];
  });
}

async function insertPosting(
  tx: Db,
  subject: PostingSubject,
  key: Omit<PostingKey, 'step'> & { readonly step: PostingKey['step'] | 'receipt' | 'invoice' },
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  const lines = sql.join(
    entries.map(
      (entry, index) =>
        sql`(${index + 1}::int, ${entry.account}, ${entry.matterId}, ${entry.amount}::bigint)`,
    ),
    sql`, `,
  );
  const inserted = await tx.execute(sql`
    WITH posting AS (
      INSERT INTO postings (id, firm_id, refund_id, transaction_id, invoice_id, step, leg, allocation_id, at)
      VALUES (${newId('post')}, ${subject.firmId}, ${subject.refundId ?? null}, ${subject.transactionId ?? null},
              ${subject.invoiceId ?? null}, ${key.step}, ${key.leg}, ${key.allocationId}, ${subject.at.toISOString()}::timestamptz)
      ON CONFLICT ON CONSTRAINT postings_once DO NOTHING
      RETURNING id, firm_id
    )
    INSERT INTO ledger_entries (posting_id, line, firm_id, account, matter_id, amount)
    SELECT posting.id, line, posting.firm_id, account, matter_id::text, amount
    FROM posting, (VALUES ${lines}) AS entry (line, account, matter_id, amount)
    RETURNING posting_id`);
  return inserted.length > 0;
}
