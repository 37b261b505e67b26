// The bad end of a refund (B6): the processor refused it, or its credit came back. One transaction corrects the books,
// the invoice payments, the trust balance and the obligations, and voids the key of each step that has not run, so
// that a late retry of it does nothing.
import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import {
  FORWARD_STEPS,
  compensations,
  hasSameKey,
  type ForwardStep,
  type Posting,
  type PostingKey,
} from '@makewhole/domain/postings';
import { repaymentSummary } from '@makewhole/domain/obligation-summaries';
import { OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import { canTransition, type RefundStatus } from '@makewhole/domain/refund-states';
import { transferStateOf, type TransferState } from '@makewhole/domain/transfer-state';
import { bookPayment } from '../payments/book-payment.ts';
import { allocations, payments } from '../schema/payments.ts';
import { ENGINE, appendEvent, type Actor } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { findAllocations, findLegs, postAll } from '../ledger/refund-postings.ts';
import { findOpen, voidObligations, type OpenObligation } from '../obligations/open-and-complete.ts';
import { BOUNCED } from '../payments/payment-reversal.ts';
import { endPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';
import { findPostings, postVoid } from '../ledger/post-entries.ts';
import { markRefundPayment } from './mark-succeeded.ts';
import { restoreRefundedTrust } from '../trust/restore-refunded-trust.ts';
import { releaseHold } from '../trust/trust-hold.ts';
import { findMoves, openAfterFailure } from '../trust/trust-transfer.ts';
import { moveRefund, type Moved } from './move-refund.ts';

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
    const changes = { failureCode: code, failureMessage: message, late: false, closedAt: null };
    const moved = await moveRefund(tx, row, 'failed', event, changes);
    if (moved.kind === 'stands') {
      if (moved.status !== 'failed') return moved;
      return { kind: 'failed', obligations: await findOpen(tx, refund) };
    }
    const transfer = transferStateOf(await findMoves(tx, refund));
    await voidObligations(tx, refund, OBLIGATION_KINDS, at, (owed) => outlivesFailure(owed, transfer));
    await putBooksBack(tx, row, transfer, at);
    await markRefundPayment(tx, row, { status: 'failed' });
    await tx
      .update(allocations)
      .set({ reversedAt: null, reversedByRefundId: null })
      .where(and(eq(allocations.firmId, row.firmId), eq(allocations.reversedByRefundId, row.id)));
    // If the payment itself was lost in the meantime, only its own receipt has to be reversed now (B15).
    await bookPayment(tx, row, at);
    await askForRepayment(tx, row, at);
    await endSearch(tx, row, at);
    await openAfterFailure(tx, row, transfer, at);
    return { kind: 'failed', obligations: await findOpen(tx, refund) };
  });
}

/**
 * The client was promised money and has none (B16). The payment owes it, not the refund, so that the refund can close
 * and a new one can be requested (R4).
 */
async function askForRepayment(tx: Db, row: RefundRow, at: Date): Promise<void> {
  const { firmId, transactionId, id: subject, amount } = row;
  const [payment] = await tx
    .select({ status: payments.status, disputeLost: payments.disputeLost })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  // The client's bank already returned the payment to them: nothing is owed.
  if (payment?.status === 'returned' || payment?.disputeLost === true) return;
  const summary = repaymentSummary(row);
  await openPaymentTask(tx, { firmId, transactionId, kind: 'repayment', subject }, { summary, amount, at });
}

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

async function putBooksBack(tx: Db, row: RefundRow, transfer: TransferState, at: Date): Promise<void> {
  const refund = { firmId: row.firmId, refundId: row.id };
  const standing = await findPostings(tx, row.firmId, [row.id]);
  await postAll(tx, refund, at, 'books.put_back', compensations(standing, transfer !== 'not_made'));
  for (const key of await unposted(tx, row, standing)) await postVoid(tx, refund, at, key);
  await releaseHold(tx, refund);
  const paidToFirm = standing.some((posting) => posting.step === 'trust_payment');
  if (paidToFirm && transfer === 'not_made') await restoreRefundedTrust(tx, row, at);
}

/** The keys of all steps that this refund could still post. */
async function unposted(tx: Db, row: RefundRow, standing: readonly Posting[]): Promise<PostingKey[]> {
  const legs = await findLegs(tx, { firmId: row.firmId, refundId: row.id });
  const allocated = await findAllocations(tx, row);
  const operating = { leg: 'operating', allocationId: null } as const;
  const keysOf: Record<ForwardStep, PostingKey[]> = {
    operating_debit: legs.map(({ account }) => ({
      step: 'operating_debit',
      leg: account,
      allocationId: null,
    })),
    unapplied_reversal: [{ step: 'unapplied_reversal', ...operating }],
    surcharge_reversal: [{ step: 'surcharge_reversal', ...operating }],
    trust_payment: [{ step: 'trust_payment', leg: 'trust', allocationId: null }],
    trust_deposit: [{ step: 'trust_deposit', leg: 'trust', allocationId: null }],
    trust_money_gone: [{ step: 'trust_money_gone', leg: 'trust', allocationId: null }],
    invoice_reversal: perAllocation('invoice_reversal'),
    write_off: perAllocation('write_off'),
    credit_note: perAllocation('credit_note'),
  };
  return FORWARD_STEPS.flatMap((step) => keysOf[step]).filter(
    (key) => !standing.some((posting) => hasSameKey(posting, key)),
  );

  function perAllocation(step: ForwardStep): PostingKey[] {
    return allocated.map(({ allocationId }) => ({ step, leg: 'operating', allocationId }));
  }
}
