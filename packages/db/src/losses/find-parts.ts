import { and, eq } from 'drizzle-orm';
import { money, sum } from '@makewhole/domain/money';
import type { ReceivedPart } from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { isStanding } from '../payments/trust-applications.ts';
import { allocations, paymentItems } from '../schema/payments.ts';

/** Where the payment's money is: its invoice payments, those from trust too, and the rest of each account. */
export async function findParts(tx: Db, { firmId, transactionId }: PaymentKey): Promise<ReceivedPart[]> {
  const items = await tx
    .select({ account: paymentItems.account, amount: paymentItems.amount, kind: paymentItems.kind })
    .from(paymentItems)
    .where(and(eq(paymentItems.firmId, firmId), eq(paymentItems.transactionId, transactionId)));
  const allocated = await tx
    .select({ allocationId: allocations.id, amount: allocations.amount, receivedIn: paymentItems.account })
    .from(allocations)
    .innerJoin(
      paymentItems,
      and(eq(paymentItems.firmId, allocations.firmId), eq(paymentItems.id, allocations.itemId)),
    )
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId), isStanding()));
  const paying = allocated.map(({ receivedIn, ...one }) => ({
    ...{ ...one, account: 'operating' as const },
    ...(receivedIn === 'trust' && { isApplied: true }),
  }));
  const applied = sum(paying.filter(({ isApplied }) => isApplied).map(({ amount }) => amount));
  const totalOf = (account: string) =>
    sum(items.filter((item) => item.account === account).map(({ amount }) => amount));
  const surcharge = sum(items.filter(({ kind }) => kind === 'surcharge').map(({ amount }) => amount));
  const paid = sum(paying.map(({ amount }) => amount));
  const unapplied = money(totalOf('operating') + applied - surcharge - paid);
  return [
    ...paying,
    { account: 'operating', amount: unapplied, allocationId: null },
    { account: 'operating', amount: surcharge, allocationId: null, isSurcharge: true },
    { account: 'trust', amount: money(totalOf('trust') - applied), allocationId: null },
  ];
}
