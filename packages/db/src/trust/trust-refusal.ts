import {
  refuse,
  refuseMissingBalance,
  refuseStaleBalance,
  refuseTrust,
  type Eligibility,
} from '@makewhole/domain/eligibility';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { money } from '@makewhole/domain/money';
import { findBankAccount } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { TrustAccountMoney } from './free-trust.ts';
import type { ImportedBalance } from './imported-balance.ts';
import type { ImportedLimit } from './imported-limit.ts';

/** Why a matter's trust money cannot be promised; insufficient: too little is free by our ledger or by that balance. */
export type TrustRefused =
  | Exclude<ImportedLimit, { readonly kind: 'less' }>
  | { readonly kind: 'insufficient'; readonly because: ImportedBalance | null };

/** The refusal that names the trust account. @throws if the firm has no such account */
export async function refusalOfAccount(
  db: Db,
  { firmId, bankAccountId }: Pick<TrustAccountMoney, 'firmId' | 'bankAccountId'>,
  refused: TrustRefused,
): Promise<Eligibility & { readonly refundable: false }> {
  const { timeZone } = await findFirm(db, { firmId });
  const dateOf = (at: Date) => dateIn(at.toISOString(), timeZone);
  if (refused.kind === 'stale') {
    const { asOf, trustBalanceDays } = refused;
    const refusal =
      asOf === null ? refuseMissingBalance() : refuseStaleBalance({ asOf: dateOf(asOf), trustBalanceDays });
    return { ...refusal, bankAccountId };
  }
  if (refused.kind === 'below_held') {
    return { ...refuse('trust_balance_below_held'), bankAccountId: refused.because.bankAccountId };
  }
  const account = await findBankAccount(db, { firmId, id: bankAccountId });
  if (account === null) throw new Error(`Firm ${firmId} has no bank account ${bankAccountId}`);
  return refuseTrust(account, refused.because && leftOf(refused.because, dateOf));
}

function leftOf({ imported, asOf, ledgerNow, ledgerThen }: ImportedBalance, dateOf: (at: Date) => string) {
  return { imported, asOf: dateOf(asOf), left: money(imported + ledgerNow - ledgerThen) };
}
