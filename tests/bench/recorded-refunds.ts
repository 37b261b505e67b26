// Refunds of a product for an engine to carry: noted in its database as the API notes them, and watched until all six
// activities are done: `processing`, books moved, every email sent.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import { randomUUID } from 'node:crypto';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { requestRefund } from '@makewhole/db/refunds/request-refund';
import type { TransactionId } from '@makewhole/domain/ids';
import { MATTER_USERS } from '../support/small-firm.ts';
import { watchEnds } from './in-flight.ts';
import type { Product } from './product.ts';

export type RecordedRefunds = ReturnType<typeof openRecordedRefunds>;

const AT_ONCE = 10;

export function openRecordedRefunds({ db, sql, firm, pay }: Product) {
  const watch = watchEnds(async (waiting) => {
    const rows = await sql<{ id: string }[]>`
      SELECT r.id FROM refunds r
      WHERE r.id = ANY(${[...waiting]}) AND r.status = 'processing'
        AND EXISTS (SELECT FROM postings p WHERE p.firm_id = r.firm_id AND p.refund_id = r.id AND step = 'operating_debit')
        AND EXISTS (SELECT FROM postings p WHERE p.firm_id = r.firm_id AND p.refund_id = r.id AND step = 'invoice_reversal')
        AND ${MATTER_USERS.length} = (SELECT count(*) FROM notifications n
          WHERE n.firm_id = r.firm_id AND n.refund_id = r.id AND n.status = 'sent')`;
    return rows.map(({ id }) => id);
  });
  return {
    /** Payments that can be refunded; made before the clock runs. */
    async payments(total: number): Promise<TransactionId[]> {
      const made: TransactionId[] = [];
      while (made.length < total) {
        const batch = Math.min(AT_ONCE, total - made.length);
        made.push(...(await Promise.all(Array.from({ length: batch }, () => pay()))));
      }
      return made;
    },
    async note(transactionId: TransactionId): Promise<RefundView> {
      const outcome = await requestRefund(db, {
        firmId: firm.firmId,
        principalId: firm.people.admin,
        transactionId,
        reason: 'Paid twice by mistake',
        internalNote: null,
        previewHash: null,
        idempotency: { route: 'POST /v1/refunds', key: randomUUID(), requestHash: 'none' },
        now: new Date(),
        creditDaysOf,
        render: ({ id }) => ({ status: 202, headers: {}, body: JSON.stringify({ id }) }),
      });
      if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
      return outcome.refund;
    },
    atRest: (refund: RefundView) => watch.ended(refund.id),
  };
}
