import { and, eq } from 'drizzle-orm';
import type { RefundId, TransactionId } from '@makewhole/domain/ids';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { findMatter, type WantedMatter } from '../find-by-number.ts';
import { payments } from '../schema/payments.ts';
import { bookPayment } from './book-payment.ts';
import { findStandingRefund } from '../lock-payment.ts';

/** another_matter: it already has one, which may own its trust money. is_refund: it refunds another payment. */
export type MatterAssigned =
  | { readonly kind: 'assigned' | 'payment_not_found' | 'matter_not_found' | 'another_matter' | 'is_refund' }
  | { readonly kind: 'refund_stands'; readonly refundId: RefundId };

/**
 * Assigns a payment that has no matter to one: money received for a client not yet identified then belongs to the
 * matter (B15). Repeating it changes nothing. Refused while a refund of the payment stands, because the refund's books
 * say whose money it was.
 */
export function assignMatter(
  db: Db,
  by: ChangedBy,
  { transactionId, ...wanted }: { readonly transactionId: TransactionId } & WantedMatter,
): Promise<MatterAssigned> {
  const { firmId, at } = by;
  return db.transaction(async (tx) => {
    const ofPayment = and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId));
    const [payment] = await tx.select().from(payments).where(ofPayment).for('update');
    if (payment === undefined) return { kind: 'payment_not_found' };
    if (payment.type === 'refund') return { kind: 'is_refund' };
    const matterId = await findMatter(tx, by, wanted);
    if (matterId === null) return { kind: 'matter_not_found' };
    if (payment.matterId === matterId) return { kind: 'assigned' };
    const refundId = await findStandingRefund(tx, { firmId, transactionId });
    if (refundId !== null) return { kind: 'refund_stands', refundId };
    if (payment.matterId !== null) return { kind: 'another_matter' };
    await tx.update(payments).set({ matterId }).where(ofPayment);
    await appendFirmEvent(tx, by, { type: 'payment.assigned', data: { transactionId, matterId } });
    await bookPayment(tx, { firmId, transactionId }, at);
    return { kind: 'assigned' };
  });
}
