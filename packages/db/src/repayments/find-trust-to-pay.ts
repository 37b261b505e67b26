import { and, eq, or } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';
import { trustHolds } from '../schema/trust.ts';
import { findAccountBalance } from '../trust/free-trust.ts';
import { lockTrustMoney } from '../trust/matter-totals.ts';

export type TrustToPay =
  | {
      readonly kind: 'known';
      /** What is held for the client; null if nothing is, as after a failure from before it was held. */
      readonly leg: { readonly amount: Money; readonly matterId: MatterId } | null;
      /** The trust account does not have it any more. */
      readonly isShort: boolean;
    }
  /** A transfer of the trust money is still to be brought back, or to be clarified. */
  | { readonly kind: 'trust_not_restored' };

/** The trust money with which the client of a failed refund is still to be paid. */
export async function findTrustToPay(tx: Db, { firmId, transactionId }: PaymentKey): Promise<TrustToPay> {
  const ofPayment = and(eq(refunds.firmId, firmId), eq(refunds.transactionId, transactionId));
  const away = await tx
    .select({ id: obligations.id })
    .from(obligations)
    .innerJoin(refunds, and(eq(refunds.firmId, obligations.firmId), eq(refunds.id, obligations.refundId)))
    .where(
      and(
        ofPayment,
        eq(obligations.status, 'open'),
        or(eq(obligations.kind, 'trust_restore'), eq(obligations.subject, 'transfer_under_way')),
      ),
    )
    .limit(1);
  if (away.length > 0) return { kind: 'trust_not_restored' };
  const [held] = await tx
    .select({
      amount: trustHolds.amount,
      matterId: trustHolds.matterId,
      bankAccountId: trustHolds.bankAccountId,
    })
    .from(trustHolds)
    .innerJoin(refunds, and(eq(refunds.firmId, trustHolds.firmId), eq(refunds.id, trustHolds.refundId)))
    .where(and(ofPayment, eq(trustHolds.kind, 'repayment'), eq(trustHolds.status, 'held')));
  if (held === undefined) return { kind: 'known', leg: null, isShort: false };
  const { amount, ...money } = held;
  await lockTrustMoney(tx, { firmId, ...money });
  const isShort = (await findAccountBalance(tx, { firmId, ...money })) < amount;
  return { kind: 'known', leg: held, isShort };
}
