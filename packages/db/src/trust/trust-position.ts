import { and, eq } from 'drizzle-orm';
import { ZERO, money, type Money } from '@makewhole/domain/money';
import { findBankAccount } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import type { RefundKey } from '../lock-refund.ts';
import { trustAccountBalances } from '../schema/matters.ts';
import { trustHolds } from '../schema/trust.ts';
import { isMoney, type TrustAccountMoney } from './free-trust.ts';

/** What a matter has in the trust account that a refund is about. Minor units. */
export type TrustPosition = TrustAccountMoney & {
  readonly bankAccount: string;
  readonly balance: Money;
  /** What of the balance is held, for this refund and others. */
  readonly held: Money;
  /** The part that is held for this refund, or for the client who is to be paid by it. */
  readonly heldForThis: Money;
};

export async function findTrustPosition(
  db: Db,
  of: TrustAccountMoney,
  heldForThis: number,
): Promise<TrustPosition> {
  const [account, rows] = await Promise.all([
    findBankAccount(db, { firmId: of.firmId, id: of.bankAccountId }),
    db
      .select({ balance: trustAccountBalances.balance, held: trustAccountBalances.held })
      .from(trustAccountBalances)
      .where(isMoney(of)),
  ]);
  if (account === null) throw new Error(`Firm ${of.firmId} has no bank account ${of.bankAccountId}`);
  const { balance, held } = rows[0] ?? { balance: ZERO, held: ZERO };
  const { firmId, matterId, bankAccountId } = of;
  return {
    ...{ firmId, matterId, bankAccountId, bankAccount: account.title },
    ...{ balance, held, heldForThis: money(heldForThis) },
  };
}

/** The position of a refund's trust leg; null if it has none, or is of before holds named their account. */
export async function findTrustPositionOf(
  db: Db,
  { firmId, refundId }: RefundKey,
): Promise<TrustPosition | null> {
  const [hold] = await db
    .select()
    .from(trustHolds)
    .where(and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId)));
  if (hold === undefined) return null;
  return findTrustPosition(db, hold, hold.status === 'held' ? hold.amount : 0);
}
