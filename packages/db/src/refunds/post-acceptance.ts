// The books of a refund that the processor accepted: each leg leaves the account that it is drawn on, invoice payments are
// reversed (R5, R8, B10). Each step is one transaction under the refund's row lock and posts once under its own key; if
// the refund is no longer being paid out, it does nothing.
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import { invoiceDecisionSummary } from '@makewhole/domain/obligation-summaries';
import type { Leg } from '@makewhole/domain/payments';
import { invoiceReversals, operatingDebits } from '@makewhole/domain/postings';
import { payableRefunds } from '@makewhole/domain/repayment-postings';
import type { Db } from '../connect.ts';
import { markReversed } from './mark-reversed.ts';
import { namesUnknownInvoice } from '../payments/link-payment.ts';
import { findPostings } from '../ledger/post-entries.ts';
import { findDecidedAllocations } from '../invoices/find-decided.ts';
import { findPayable } from '../repayments/open-repayment.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { lockRefund, refundKeyOf, type RefundKey, type RefundRow } from '../lock-refund.ts';
import {
  openObligations,
  type NewObligation,
  type OpenObligation,
} from '../obligations/open-and-complete.ts';
import { proposeDecision } from '../invoices/open-balance.ts';
import { findLegs, findSurcharge, postAll } from '../ledger/refund-postings.ts';
import { disburseTrust } from '../trust/disburse-trust.ts';
import { findRefundedInvoices, type PaidInvoice } from '../invoices/invoice-payments.ts';

/** Debits each leg's account: operating (R5), or trust where the leg is drawn on it. */
export function debitOperating(db: Db, refund: RefundKey, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (!isPaidOut(row)) return;
    const legs = await findLegs(tx, refund);
    await postAll(tx, refund, at, 'books.operating_debited', operatingDebits(legs));
    await disburseTrust(tx, row, legs, at);
    await completeAttention(tx, refund, 'stuck', { actor: ENGINE, at });
  });
}

/** Reverses the invoice payments behind the operating leg and opens one decision for each (R8). */
export function reverseInvoicePayments(db: Db, refund: RefundKey, at: Date): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (!isPaidOut(row)) return [];
    const [legs, allocated] = await Promise.all([findLegs(tx, refund), findRefundedInvoices(tx, row)]);
    if ((await findPayable(tx, row)) > 0 || (await hasRefundedPayable(tx, refund))) {
      return payOffPayable(tx, row, legs, allocated, at);
    }
    const reversals = invoiceReversals(legs, allocated, await findSurcharge(tx, row));
    await postAll(tx, refund, at, 'books.invoice_payment_reversed', reversals);
    await markReversed(tx, row, allocated, at);
    const unknown = (await namesUnknownInvoice(tx, row)) ? [INVOICE_UNKNOWN] : [];
    const decisions = await decisionsOwed(tx, row, allocated);
    return openObligations(tx, refund, [...decisions, ...unknown], at);
  });
}

/**
 * An earlier refund failed and left the firm owing this: the invoice payments were reversed then, so this pays what is
 * owed, and asks only about invoices that nobody decided since.
 */
async function payOffPayable(
  tx: Db,
  row: RefundRow,
  legs: readonly Leg[],
  allocated: readonly PaidInvoice[],
  at: Date,
): Promise<OpenObligation[]> {
  const refund = refundKeyOf(row);
  await postAll(tx, refund, at, 'books.payable_refunded', payableRefunds(legs));
  const decided = await findDecidedAllocations(tx, row);
  const undecided = allocated.filter(({ allocationId }) => !decided.includes(allocationId));
  return openObligations(tx, refund, await decisionsOwed(tx, row, undecided), at);
}

async function hasRefundedPayable(tx: Db, refund: RefundKey): Promise<boolean> {
  const posted = await findPostings(tx, refund.firmId, [refund.refundId]);
  return posted.some(({ step }) => step === 'payable_refunded');
}

/** One decision for each reversed invoice payment, with what the books propose. */
async function decisionsOwed(
  tx: Db,
  { firmId, currency }: RefundRow,
  allocated: readonly PaidInvoice[],
): Promise<NewObligation[]> {
  const owed: NewObligation[] = [];
  for (const { allocationId, invoiceNumber, amount } of allocated) {
    const proposal = await proposeDecision(tx, { firmId, allocationId });
    const summary = invoiceDecisionSummary({ amount, currency }, invoiceNumber, proposal.proposed);
    owed.push({ kind: 'invoice_decision', subject: allocationId, summary, amount, ...proposal });
  }
  return owed;
}

const INVOICE_UNKNOWN = {
  kind: 'attention',
  subject: 'invoice_unknown',
  summary: ATTENTION_SUMMARIES.invoice_unknown,
  amount: null,
} as const;

function isPaidOut(row: RefundRow): boolean {
  return row.status === 'processing' || row.status === 'succeeded';
}
