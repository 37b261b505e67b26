import type { CreditDays } from '@makewhole/domain/bank-calendar';
import type { PaymentMethod } from '@makewhole/domain/payments';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import type { Db } from '../connect.ts';
import { findConnectionOf } from '../connections/find-connection.ts';
import type { PaymentKey } from '../lock-payment.ts';

type Paid = PaymentKey & { readonly method: PaymentMethod };

/**
 * In how many bank days the processor that took a payment gives it back (R7).
 * @param creditDaysOf asks the modules: a copy in the database could go stale
 * @throws Error if there is no such payment
 */
export async function findCreditDays(db: Db, paid: Paid, creditDaysOf: CreditDaysOf): Promise<CreditDays> {
  const connection = await findConnectionOf(db, paid);
  if (connection === null) throw new Error(`The payment ${paid.transactionId} has no connection`);
  return creditDaysOf(connection.kind)[paid.method];
}
