import { refuseTrust, type Eligibility } from '@makewhole/domain/eligibility';
import { findBankAccount } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import type { TrustAccountMoney } from './free-trust.ts';

/** The refusal that names the trust account. @throws if the firm has no such account */
export async function refusalOfAccount(
  db: Db,
  { firmId, bankAccountId }: Pick<TrustAccountMoney, 'firmId' | 'bankAccountId'>,
): Promise<Eligibility & { readonly refundable: false }> {
  const account = await findBankAccount(db, { firmId, id: bankAccountId });
  if (account === null) throw new Error(`Firm ${firmId} has no bank account ${bankAccountId}`);
  return refuseTrust(account);
}
