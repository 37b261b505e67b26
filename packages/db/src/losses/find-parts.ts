import { and, eq } from 'drizzle-orm';
import { money, sum } from '@makewhole/domain/money';
import type { ReceivedPart } from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { allocations, paymentItems } from '../schema/payments.ts';

/** Where the payment's money went: its invoice payments, and the rest of each account. */
export async function findParts(tx: Db, { firmId, transactionId }: PaymentKey): Promise<ReceivedPart[]> {
  const items = await tx
    .select({ account: paymentItems.account, amount: paymentItems.amount, kind: paymentItems.kind })
    .from(paymentItems)
    .where(and(eq(paymentItems.firmId, firmId), eq(paymentItems.transactionId, transactionId)));
  const allocated = await tx
    .select({ allocationId: allocations.id, amount: allocations.amount })
    .from(allocations)
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId)));
  const paying = allocated.map((one) => ({ ...one, account: 'operating' as const }));
  const totalOf = (account: string) =>
    sum(items.filter((item) => item.account === account).map(({ amount }) => amount));
  const surcharge = sum(items.filter(({ kind }) => kind === 'surcharge').map(({ amount }) => amount));
  const unapplied = money(totalOf('operating') - surcharge - sum(paying.map(({ amount }) => amount)));
  return [
    ...paying,
    { account: 'operating', amount: unapplied, allocationId: null },
    { account: 'operating', amount: surcharge, allocationId: null, isSurcharge: true },
    { account: 'trust', amount: totalOf('trust'), allocationId: null },
  ];
}
