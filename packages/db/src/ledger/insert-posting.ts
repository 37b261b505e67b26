// The only way into the books: one statement per posting, written once under its key, however often it is retried
// (B10).
import { sql, type SQL } from 'drizzle-orm';
import { BANK_KIND_OF } from '@makewhole/domain/bank-accounts';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type {
  BankAccountId,
  FirmId,
  InvoiceId,
  LossId,
  ObligationId,
  OpeningItemId,
  OpeningScheduleId,
  PayoutId,
  RefundId,
  TransactionId,
  TrustApplicationId,
  TrustTransactionId,
} from '@makewhole/domain/ids';
import type { AppliedStep } from '@makewhole/domain/applied-from-trust';
import type { LossStep } from '@makewhole/domain/losses';
import type { OpeningStep } from '@makewhole/domain/opening-books';
import type { BankAccount } from '@makewhole/domain/payments';
import type { LedgerEntry, PostingKey } from '@makewhole/domain/postings';
import { kindOfBalance, type PayoutStep } from '@makewhole/domain/payouts';
import type { RepaymentStep } from '@makewhole/domain/repayment-postings';
import type { ReceiptStep } from '@makewhole/domain/receipts';
import type { TrustTransactionType } from '@makewhole/domain/trust-transactions';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { postingDays } from './locked-period.ts';

/** What a posting is about: a refund, a received payment, or an issued invoice. */
export type PostingSubject = {
  readonly firmId: FirmId;
  readonly refundId?: RefundId;
  readonly transactionId?: TransactionId;
  readonly invoiceId?: InvoiceId;
  /** What it books, where there can be several: a loss, a replenishment of trust, a trust transaction, an application, a payout, an opening schedule and its items. */
  readonly causeId?:
    | LossId
    | ObligationId
    | TrustTransactionId
    | TrustApplicationId
    | PayoutId
    | OpeningScheduleId
    | OpeningItemId;
  /** The bank accounts that it moves, where no refund and no payment says which. */
  readonly bankAccounts?: Readonly<Partial<Record<BankAccount, BankAccountId>>>;
  readonly at: Date;
  /** The day on which the money moved, if it is not the day of `at`. */
  readonly effectiveOn?: BankDate | undefined;
};

export type AnyPostingKey = Omit<PostingKey, 'step'> & {
  readonly step:
    | PostingKey['step']
    | ReceiptStep
    | LossStep
    | TrustTransactionType
    | RepaymentStep
    | PayoutStep
    | AppliedStep
    | OpeningStep
    | 'invoice';
};

/**
 * Posts once under (subject, cause, step, leg, allocation, correction), out of a locked period if it is dated into one.
 * False if that key is taken.
 */
export async function insertPosting(
  tx: Db,
  subject: PostingSubject,
  key: AnyPostingKey,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  const kindOf = ({ account }: LedgerEntry) => {
    const kind = BANK_KIND_OF[account];
    return kind === 'paid_out_to' ? kindOfBalance(entries) : kind;
  };
  const lines = sql.join(
    entries.map(
      (entry, index) =>
        sql`(${index + 1}::int, ${entry.account}, ${kindOf(entry)}, ${entry.matterId}, ${entry.amount}::bigint)`,
    ),
    sql`, `,
  );
  const inserted = await tx.execute(sql`
    WITH entry AS (
      SELECT line, account, matter_id::text AS matter_id, amount,
        CASE kind::text WHEN 'operating' THEN ${operatingAccount(subject, key)}
          WHEN 'trust' THEN ${trustAccount(subject)} END AS bank_account_id
      FROM (VALUES ${lines}) AS given (line, account, kind, matter_id, amount)
    ), days AS (${postingDays(subject, sql`SELECT bank_account_id FROM entry`)}), posting AS (
      INSERT INTO postings (id, firm_id, refund_id, transaction_id, invoice_id, step, leg, allocation_id, correction,
        cause_id, at, effective_on, for_date)
      SELECT ${newId('post')}, ${subject.firmId}, ${subject.refundId ?? null}, ${subject.transactionId ?? null},
        ${subject.invoiceId ?? null}, ${key.step}, ${key.leg}, ${key.allocationId}, ${key.correction ?? 0}::int,
        ${subject.causeId ?? null}, ${subject.at.toISOString()}::timestamptz, effective_on, for_date
      FROM days
      ON CONFLICT ON CONSTRAINT postings_once DO NOTHING
      RETURNING id, firm_id
    )
    INSERT INTO ledger_entries (posting_id, line, firm_id, account, bank_account_id, matter_id, amount)
    SELECT posting.id, line, posting.firm_id, account, bank_account_id, matter_id, amount FROM posting, entry
    RETURNING posting_id`);
  return inserted.length > 0;
}

/**
 * The operating account that a posting moves: the one that the refund's leg is drawn on, fixed at the request, so that
 * an inverse always meets its original; else the one that received the payment; else the firm's default.
 */
function operatingAccount(subject: PostingSubject, { leg }: AnyPostingKey): SQL {
  const { firmId, refundId, transactionId, bankAccounts } = subject;
  return sql`coalesce(${bankAccounts?.operating ?? null},
    (SELECT l.drawn_on FROM refund_legs l
      JOIN bank_accounts b ON b.firm_id = l.firm_id AND b.id = l.drawn_on AND b.kind = 'operating'
      WHERE l.firm_id = ${firmId} AND l.refund_id = ${refundId ?? null}
      ORDER BY l.account = ${leg} DESC LIMIT 1),
    ${itemAccount(firmId, transactionId, 'operating')})`;
}

/** The trust account that a posting moves: where the refund's or the payment's trust money lies, else the default. */
function trustAccount({ firmId, refundId, transactionId, bankAccounts }: PostingSubject): SQL {
  return sql`coalesce(${bankAccounts?.trust ?? null},
    (SELECT l.bank_account_id FROM refund_legs l
      WHERE l.firm_id = ${firmId} AND l.refund_id = ${refundId ?? null} AND l.account = 'trust'),
    ${itemAccount(firmId, transactionId, 'trust')})`;
}

function itemAccount(firmId: FirmId, transactionId: TransactionId | undefined, kind: BankAccount): SQL {
  return sql`(SELECT i.bank_account_id FROM payment_items i WHERE i.firm_id = ${firmId}
      AND i.transaction_id = ${transactionId ?? null} AND i.account = ${kind} LIMIT 1),
    (SELECT b.id FROM bank_accounts b WHERE b.firm_id = ${firmId} AND b.kind = ${kind} AND b.is_default)`;
}
