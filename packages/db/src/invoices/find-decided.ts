import { and, eq } from 'drizzle-orm';
import { asId, type AllocationId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';

/** The invoice payments of a payment that a person decided about, with any of its refunds. */
export async function findDecidedAllocations(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<AllocationId[]> {
  const rows = await tx
    .select({ subject: obligations.subject })
    .from(obligations)
    .innerJoin(refunds, and(eq(refunds.firmId, obligations.firmId), eq(refunds.id, obligations.refundId)))
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        eq(refunds.status, 'failed'),
        eq(obligations.kind, 'invoice_decision'),
        eq(obligations.status, 'done'),
      ),
    );
  return rows.map(({ subject }) => asId<AllocationId>(subject));
}
