import { and, eq } from 'drizzle-orm';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { Db } from './connect.ts';
import { lockPayment } from './lock-payment.ts';
import { refunds } from './schema/refunds.ts';

export type RefundKey = { readonly firmId: FirmId; readonly refundId: RefundId };
export type RefundRow = typeof refunds.$inferSelect;

export function refundKeyOf({ firmId, id }: Pick<RefundRow, 'firmId' | 'id'>): RefundKey {
  return { firmId, refundId: id };
}

/**
 * Reads a refund's row and locks it until the end of the transaction, after the row of its payment: whoever changes both
 * locks them in this order, so two who do cannot wait for each other. Everything that changes a refund takes this lock,
 * so changes happen one at a time.
 * @throws Error when there is no such refund: its ID comes from our own rows, so that is a bug.
 */
export async function lockRefund(tx: Db, { firmId, refundId }: RefundKey): Promise<RefundRow> {
  const itself = and(eq(refunds.firmId, firmId), eq(refunds.id, refundId));
  const [of] = await tx.select({ transactionId: refunds.transactionId }).from(refunds).where(itself);
  if (of !== undefined) await lockPayment(tx, { firmId, ...of });
  const [row] = await tx.select().from(refunds).where(itself).for('update');
  if (row === undefined) throw new Error(`There is no refund ${refundId} in firm ${firmId}`);
  return row;
}
