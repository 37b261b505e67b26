import { and, eq } from 'drizzle-orm';
import { asId, type AllocationId } from '@makewhole/domain/ids';
import type { OurRefund } from '@makewhole/domain/reconciliation/compare-refund';
import type { Db } from '../connect.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { findLegs, findSurcharge } from '../ledger/refund-postings.ts';
import { findRefundedInvoices } from '../invoices/invoice-payments.ts';
import { findPostings } from '../ledger/post-entries.ts';
import { findLostFromOperating } from '../losses/lost-from-operating.ts';
import { findMoves, findTransferState } from '../trust/trust-transfer.ts';
import { obligations } from '../schema/obligations.ts';

/** A refund with its books at one instant: its row is locked while reading, so no step is seen half done. */
export function loadRefund(db: Db, refund: RefundKey): Promise<OurRefund> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const surcharge = await findSurcharge(tx, row);
    const [legs, allocations, moves, transfer, decided, postings, lostFromOperating] = [
      await findLegs(tx, refund),
      await findRefundedInvoices(tx, row),
      await findMoves(tx, refund),
      await findTransferState(tx, refund),
      await findDecided(tx, refund),
      await findPostings(tx, refund.firmId, [refund.refundId]),
      await findLostFromOperating(tx, row),
    ];
    const { id, transactionId, status, amount, currency, processorRefundId, requestedAt, matterId } = row;
    const decisions = decided.flatMap(({ subject, decision }) =>
      decision === null ? [] : [{ allocationId: asId<AllocationId>(subject), decision }],
    );
    return {
      id,
      transactionId,
      status,
      amount,
      currency,
      processorRefundId,
      requestedAt: requestedAt.toISOString(),
      books: {
        isClosed: row.closedAt !== null,
        legs,
        matterId,
        allocations,
        surcharge,
        moves,
        transfer,
        decisions,
        postings,
        lostFromOperating,
      },
    };
  });
}

function findDecided(tx: Db, { firmId, refundId }: RefundKey) {
  return tx
    .select({ subject: obligations.subject, decision: obligations.decision })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.refundId, refundId),
        eq(obligations.kind, 'invoice_decision'),
        eq(obligations.status, 'done'),
      ),
    );
}
