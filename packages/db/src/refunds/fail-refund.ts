// The bad end of a refund (B6): the processor refused it, or its credit came back. One transaction corrects the books,
// the invoice payments, the trust balance and the obligations, and voids the key of each step that has not run, so
// that a late retry of it does nothing.
import type { Db } from '../connect.ts';
import { OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import { canTransition, type RefundStatus } from '@makewhole/domain/refund-states';
import { transferStateOf, type TransferState } from '@makewhole/domain/transfer-state';
import { bookPayment } from '../payments/book-payment.ts';
import { ENGINE, appendEvent, type Actor } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { findRefundedInvoices } from '../invoices/invoice-payments.ts';
import { isStillToPay, openRepayment } from '../repayments/open-repayment.ts';
import { findOpen, voidObligations, type OpenObligation } from '../obligations/open-and-complete.ts';
import { BOUNCED } from '../payments/payment-reversal.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { markRefundPayment } from './mark-succeeded.ts';
import { findMoves, openAfterFailure } from '../trust/trust-transfer.ts';
import { markReversed, unmarkReversed } from './mark-reversed.ts';
import { moveRefund, type Moved } from './move-refund.ts';
import { putBooksBack } from './put-books-back.ts';

export type Failure = {
  /** The processor's code, or ours: stable. */
  readonly code: string;
  /** What a person at the firm reads. */
  readonly message: string;
  readonly at: Date;
  readonly actor?: Actor;
  /** The processor had accepted it, and the client's bank returned the money. */
  readonly cameBack?: boolean;
  /** Fails it only if it was last sent before this instant: the answer to a later send may be on its way (B2). */
  readonly lastSentBefore?: Date;
  /** Fails it only in one of these statuses; by default in every status from which a refund can fail. */
  readonly onlyFrom?: readonly RefundStatus[];
  /** What the person who reported it wrote; kept beside the event. */
  readonly note?: string;
};

export type Failed =
  | { readonly kind: 'failed'; readonly obligations: readonly OpenObligation[] }
  | Exclude<Moved, { kind: 'moved' }>;

/** Fails a refund and reverses what it booked. Running it again changes nothing. */
export function failRefund(db: Db, refund: RefundKey, failure: Failure): Promise<Failed> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const { code, message, at, actor = ENGINE, cameBack, lastSentBefore, onlyFrom, note } = failure;
    if (onlyFrom?.includes(row.status) === false) return { kind: 'stands', status: row.status };
    if (lastSentBefore !== undefined && row.lastSentAt !== null && row.lastSentAt >= lastSentBefore) {
      return { kind: 'stands', status: row.status };
    }
    if (cameBack === true && canTransition(row.status, 'failed')) {
      await appendEvent(tx, refund, { type: 'refund.returned', actor, at, data: { code } });
    }
    const event = { type: 'refund.failed', actor, at, data: { code }, note: note ?? null } as const;
    // A closed refund reopens: what the failure owes must be done before the payment can be refunded again.
    const changes = {
      failureCode: code,
      failureMessage: message,
      late: false,
      closedAt: null,
      lookAgainAt: null,
    };
    const moved = await moveRefund(tx, row, 'failed', event, changes);
    if (moved.kind === 'stands') {
      if (moved.status !== 'failed') return moved;
      return { kind: 'failed', obligations: await findOpen(tx, refund) };
    }
    const transfer = transferStateOf(await findMoves(tx, refund));
    await voidObligations(tx, refund, OBLIGATION_KINDS, at, (owed) => outlivesFailure(owed, transfer));
    const toPay = await isStillToPay(tx, row);
    if (toPay) await openRepayment(tx, row, at);
    const isPayable = await putBooksBack(tx, row, { transfer, isStillToPay: toPay, at });
    await markRefundPayment(tx, row, { status: 'failed' });
    if (isPayable) await markReversed(tx, row, await findRefundedInvoices(tx, row), at);
    else await unmarkReversed(tx, row);
    // If the payment itself was lost in the meantime, only its own receipt has to be reversed now (B15).
    await bookPayment(tx, row, at);
    await endSearch(tx, row, at);
    await openAfterFailure(tx, row, transfer, at);
    return { kind: 'failed', obligations: await findOpen(tx, refund) };
  });
}

/**
/** A refund that failed has no trace number to find. */
async function endSearch(tx: Db, { firmId, transactionId, id: subject }: RefundRow, at: Date): Promise<void> {
  const task = { firmId, transactionId, kind: 'trace_missing', subject } as const;
  await endPaymentTasks(tx, task, { actor: ENGINE, at, answer: { note: 'The refund failed.' } });
}

/**
 * What survives the failure: a transfer that may be under way, which a person can still record; the bank lines of one
 * that was made; a client's debt for the payment; and differences to explain (B12).
 */
function outlivesFailure({ kind, subject }: OpenObligation, transfer: TransferState): boolean {
  switch (kind) {
    case 'trust_transfer':
      return transfer === 'unknown';
    case 'bank_match':
      return transfer === 'made';
    case 'attention':
      return subject === BOUNCED;
    default:
      return kind === 'reconciliation';
  }
}
