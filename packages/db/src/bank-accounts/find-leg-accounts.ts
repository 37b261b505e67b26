import { and, eq } from 'drizzle-orm';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { BankAccount, DrawnLeg, Leg } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { paymentItems } from '../schema/payments.ts';
import { findDrawsOn } from '../connections/connection-rules.ts';
import { findDefaultAccounts } from './list-bank-accounts.ts';

export type LegInAccount = DrawnLeg & {
  /** The account that received the money. */
  readonly bankAccountId: BankAccountId;
  /** The account that pays it back. */
  readonly drawnOn: BankAccountId;
  /** Its kind. */
  readonly drawnFrom: BankAccount;
};

/**
 * The legs of a payment's refund with their bank accounts, by the rule of its connection for its method: each leg is
 * drawn on the account that received it (ADR 36), or on operating (R5), which is the one that received the payment's
 * operating part, else the firm's default. A refund is refused before, if nobody has said which.
 */
export async function findLegAccounts(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  legs: readonly Leg[],
): Promise<LegInAccount[]> {
  const drawsOn = await findDrawsOn(tx, { firmId, transactionId });
  const drawnFrom = (leg: Leg) => (drawsOn === 'account_of_payment' ? leg.account : 'operating');
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
    drawnOn: accountOf(drawnFrom(leg)),
    drawnFrom: drawnFrom(leg),
  }));
}
