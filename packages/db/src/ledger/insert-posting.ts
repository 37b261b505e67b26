// The only way into the books: one statement per posting, written once under its key, however often it is retried
// (B10).
import { sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId, InvoiceId, LossId, ObligationId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { LossStep } from '@makewhole/domain/losses';
import type { LedgerEntry, PostingKey } from '@makewhole/domain/postings';
import type { ReceiptStep } from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';

/** What a posting is about: a refund, a received payment, or an issued invoice. */
export type PostingSubject = {
  readonly firmId: FirmId;
  readonly refundId?: RefundId;
  readonly transactionId?: TransactionId;
  readonly invoiceId?: InvoiceId;
  /** What of the payment it books, if there can be several: a loss, or a replenishment of trust. */
  readonly causeId?: LossId | ObligationId;
  readonly at: Date;
  /** The day on which the money moved, if it is not the day of `at`. */
  readonly effectiveOn?: BankDate | undefined;
};

export type AnyPostingKey = Omit<PostingKey, 'step'> & {
  readonly step: PostingKey['step'] | ReceiptStep | LossStep | 'invoice';
};

/** Posts once under (subject, cause, step, leg, allocation, correction). False if that key is taken. */
export async function insertPosting(
  tx: Db,
  subject: PostingSubject,
  key: AnyPostingKey,
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
      INSERT INTO postings (id, firm_id, refund_id, transaction_id, invoice_id, step, leg, allocation_id, correction, cause_id, at, effective_on)
      VALUES (${newId('post')}, ${subject.firmId}, ${subject.refundId ?? null}, ${subject.transactionId ?? null},
              ${subject.invoiceId ?? null}, ${key.step}, ${key.leg}, ${key.allocationId}, ${key.correction ?? 0},
              ${subject.causeId ?? null}, ${subject.at.toISOString()}::timestamptz, ${subject.effectiveOn ?? null}::date)
      ON CONFLICT ON CONSTRAINT postings_once DO NOTHING
      RETURNING id, firm_id
    )
    INSERT INTO ledger_entries (posting_id, line, firm_id, account, matter_id, amount)
    SELECT posting.id, line, posting.firm_id, account, matter_id::text, amount
    FROM posting, (VALUES ${lines}) AS entry (line, account, matter_id, amount)
    RETURNING posting_id`);
  return inserted.length > 0;
}
