// The only way into the books: one statement per posting, written once under its key, however often it is retried
// (B10).
import { sql, type SQL } from 'drizzle-orm';
import { BANK_KIND_OF } from '@makewhole/domain/bank-accounts';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { FirmId, InvoiceId, LossId, ObligationId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { LossStep } from '@makewhole/domain/losses';
import type { BankAccount } from '@makewhole/domain/payments';
import type { LedgerEntry, PostingKey } from '@makewhole/domain/postings';
import type { RepaymentStep } from '@makewhole/domain/repayment-postings';
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
  readonly step: PostingKey['step'] | ReceiptStep | LossStep | RepaymentStep | 'invoice';
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
        sql`(${index + 1}::int, ${entry.account}, ${BANK_KIND_OF[entry.account]}, ${entry.matterId}, ${entry.amount}::bigint)`,
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
    INSERT INTO ledger_entries (posting_id, line, firm_id, account, bank_account_id, matter_id, amount)
    SELECT posting.id, line, posting.firm_id, account,
      CASE kind::text WHEN 'operating' THEN ${operatingAccount(subject, key)} WHEN 'trust' THEN ${trustAccount(subject)} END,
      matter_id::text, amount
    FROM posting, (VALUES ${lines}) AS entry (line, account, kind, matter_id, amount)
    RETURNING posting_id`);
  return inserted.length > 0;
}

/**
 * The operating account that a posting moves: the one that the refund's leg is drawn on, fixed at the request, so that
 * an inverse always meets its original; else the one that received the payment; else the firm's default.
 */
function operatingAccount({ firmId, refundId, transactionId }: PostingSubject, { leg }: AnyPostingKey): SQL {
  return sql`coalesce(
    (SELECT l.drawn_on FROM refund_legs l WHERE l.firm_id = ${firmId} AND l.refund_id = ${refundId ?? null}
      ORDER BY l.account = ${leg} DESC LIMIT 1),
    ${itemAccount(firmId, transactionId, 'operating')})`;
}

/** The trust account that a posting moves: where the refund's or the payment's trust money lies, else the default. */
function trustAccount({ firmId, refundId, transactionId }: PostingSubject): SQL {
  return sql`coalesce(
    (SELECT l.bank_account_id FROM refund_legs l
      WHERE l.firm_id = ${firmId} AND l.refund_id = ${refundId ?? null} AND l.account = 'trust'),
    ${itemAccount(firmId, transactionId, 'trust')})`;
}

function itemAccount(firmId: FirmId, transactionId: TransactionId | undefined, kind: BankAccount): SQL {
  return sql`(SELECT i.bank_account_id FROM payment_items i WHERE i.firm_id = ${firmId}
      AND i.transaction_id = ${transactionId ?? null} AND i.account = ${kind} LIMIT 1),
    (SELECT b.id FROM bank_accounts b WHERE b.firm_id = ${firmId} AND b.kind = ${kind} AND b.is_default)`;
}
