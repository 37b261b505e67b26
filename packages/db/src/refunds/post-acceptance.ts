// The books of a refund that the processor accepted: operating debited, invoice payments reversed (R5, R8, B10). Each step is one transaction under the refund's row lock and posts once under its own key; if the
// refund is no longer being paid out, it does nothing.
import { and, eq, inArray } from 'drizzle-orm';
import { ATTENTION } from '@makewhole/domain/attention';
import { invoiceDecisionSummary } from '@makewhole/domain/obligation-summaries';
import { invoiceReversals, operatingDebits } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { namesUnknownInvoice } from '../payments/link-payment.ts';
import { allocations } from '../schema/payments.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { openObligations, type OpenObligation } from '../obligations/open-and-complete.ts';
import {
  findAllocations,
  findLegs,
  findSurcharge,
  postAll,
  type RefundedAllocation,
} from '../ledger/refund-postings.ts';

/** Debits operating for every leg of the refund (R5). */
export function debitOperating(db: Db, refund: RefundKey, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (!isPaidOut(row)) return;
    const legs = await findLegs(tx, refund);
    await postAll(tx, refund, at, 'books.operating_debited', operatingDebits(legs));
    await completeAttention(tx, refund, 'stuck', { actor: ENGINE, at });
  });
}

/** Reverses the invoice payments behind the operating leg and opens one decision for each (R8). */
export function reverseInvoicePayments(db: Db, refund: RefundKey, at: Date): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (!isPaidOut(row)) return [];
    const [legs, allocated] = await Promise.all([findLegs(tx, refund), findAllocations(tx, row)]);
    const reversals = invoiceReversals(legs, allocated, await findSurcharge(tx, row));
    await postAll(tx, refund, at, 'books.invoice_payment_reversed', reversals);
    if (allocated.length > 0) await markReversed(tx, row, allocated, at);
    const unknown = (await namesUnknownInvoice(tx, row)) ? [INVOICE_UNKNOWN] : [];
    return openObligations(
      tx,
      refund,
      [
        ...allocated.map(({ allocationId, invoiceNumber, amount }) => ({
          kind: 'invoice_decision' as const,
          subject: allocationId,
          summary: invoiceDecisionSummary({ amount, currency: row.currency }, invoiceNumber),
          amount,
        })),
        ...unknown,
      ],
      at,
    );
  });
}

const INVOICE_UNKNOWN = {
  kind: 'attention',
  subject: 'invoice_unknown',
  summary: ATTENTION.invoice_unknown.summary,
  amount: null,
} as const;

async function markReversed(
  tx: Db,
  row: RefundRow,
  allocated: readonly RefundedAllocation[],
  at: Date,
): Promise<void> {
  await tx
    .update(allocations)
    .set({ reversedAt: at, reversedByRefundId: row.id })
    .where(
      and(
        eq(allocations.firmId, row.firmId),
        inArray(
          allocations.id,
          allocated.map(({ allocationId }) => allocationId),
        ),
      ),
    );
}

function isPaidOut(row: RefundRow): boolean {
  return row.status === 'processing' || row.status === 'succeeded';
}
