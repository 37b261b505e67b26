import { and, eq } from 'drizzle-orm';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { BankAccount, DrawnLeg, Leg } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { paymentItems } from '../schema/payments.ts';
import { findDefaultAccounts } from './list-bank-accounts.ts';

export type LegInAccount = DrawnLeg & {
  /** The account that received the money. */
  readonly bankAccountId: BankAccountId;
  /** The account that pays it back. */
  readonly drawnOn: BankAccountId;
  /** Its kind. */
  readonly drawnFrom: BankAccount;
};

/** Every leg is paid back from operating (R5). */
const DRAWN_FROM: BankAccount = 'operating';

/**
 * The legs of a payment's refund with their bank accounts. Every leg is drawn on an operating account (R5): the one
 * that received the payment's operating part, else the firm's default.
 */
export async function findLegAccounts(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  legs: readonly Leg[],
): Promise<LegInAccount[]> {
  const received = await tx
    .selectDistinct({ account: paymentItems.account, bankAccountId: paymentItems.bankAccountId })
    .from(paymentItems)
    .where(and(eq(paymentItems.firmId, firmId), eq(paymentItems.transactionId, transactionId)));
  const defaults = await findDefaultAccounts(tx, firmId);
  const accountOf = (kind: BankAccount) =>
    received.find(({ account }) => account === kind)?.bankAccountId ?? defaults[kind];
  return legs.map((leg) => ({
    ...leg,
    bankAccountId: accountOf(leg.account),
    drawnOn: accountOf(DRAWN_FROM),
    drawnFrom: DRAWN_FROM,
  }));
}
