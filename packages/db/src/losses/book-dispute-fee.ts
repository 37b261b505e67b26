// What the company charged for a dispute. Where it nets, and pays out to a trust account, it keeps the fee from clients'
// money: the firm's own ledger of that account falls by it, as by any fee of a payout (ADR 34, ADR 37).
import { and, eq } from 'drizzle-orm';
import { disputeFeeReturned } from '@makewhole/domain/dispute-fee-returned';
import {
  disputeFee,
  disputeFeeFromTrust,
  takenFromOperating,
  type Loss,
  type LossPosting,
} from '@makewhole/domain/losses';
import type { BankAccountId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { findConnectionOf } from '../connections/find-connection.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { paymentItems } from '../schema/payments.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import { followFirmLedger, lockTrustAccount } from '../trust/trust-ledgers.ts';
import type { LossRow } from './record-losses.ts';

/** Posts the fee of a dispute, once. The payment's row must be locked. */
export async function bookDisputeFee(tx: Db, row: LossRow, loss: Loss, at: Date): Promise<void> {
  const charged = money(row.fee + row.feeReturned);
  if (charged === 0) return;
  const fee = (await isKeptFromTrust(tx, row, loss)) ? disputeFeeFromTrust(charged) : disputeFee(charged);
  await postFee(tx, row, fee, at);
}

/** Posts what the company gave back of it with a dispute that was won: all but the fee that its record still has. */
export function bookReturnedFee(
  tx: Db,
  row: LossRow,
  fees: readonly Omit<LossPosting, 'step'>[],
  at: Date,
): Promise<void> {
  return postFee(tx, row, disputeFeeReturned(fees, row.fee), at);
}

/** The firm's own ledger in trust follows what its fee takes there, or gives back. */
async function postFee(tx: Db, row: LossRow, fee: readonly LossPosting[], at: Date): Promise<void> {
  const { firmId, transactionId, id: causeId, takenOn } = row;
  const about = { firmId, transactionId, causeId, at, effectiveOn: takenOn ?? undefined };
  if (!fee.some(({ leg }) => leg === 'trust')) {
    await postForPayment(tx, about, fee);
    return;
  }
  const account = { firmId, bankAccountId: await findTrustAccountOf(tx, row) };
  await lockTrustAccount(tx, account);
  await postForPayment(tx, { ...about, bankAccounts: { trust: account.bankAccountId } }, fee);
  await followFirmLedger(tx, account, { transactionId, at });
}

async function isKeptFromTrust(tx: Db, payment: PaymentKey, loss: Loss): Promise<boolean> {
  const connection = await findConnectionOf(tx, payment);
  if (connection?.settles !== 'net' || connection.paysOutTo === 'operating') return false;
  return connection.paysOutTo === 'trust' || takenFromOperating(loss) === 0;
}

/** The trust account that the payment was credited to; the firm's default one if it has no part in trust. */
async function findTrustAccountOf(tx: Db, { firmId, transactionId }: PaymentKey): Promise<BankAccountId> {
  const [item] = await tx
    .select({ id: paymentItems.bankAccountId })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        eq(paymentItems.transactionId, transactionId),
        eq(paymentItems.account, 'trust'),
      ),
    )
    .limit(1);
  return item?.id ?? (await findDefaultAccounts(tx, firmId)).trust;
}
