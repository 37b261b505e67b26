// What the firm's own system says against promising a matter's trust money (ADR 53): its balance may be too old, or smaller
// than ours. Firms that import none, and trust accounts of which none was imported, are not limited.
import { compareBalances, isStaleBalance, lessToPromise } from '@makewhole/domain/imported-trust-balances';
import { ZERO, money, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { TrustAccountMoney } from './free-trust.ts';
import { findImportedBalances, isEverImported, type ImportedBalance } from './imported-balance.ts';

/** The firm's rule at an instant. */
export type BalanceRule = { readonly trustBalanceDays: number; readonly now: Date };

/**
 * less: how much less may be promised than our ledger alone has, and the balance that says so. stale: the balance is too
 * old; null if the matter has none, but others in the account do. below_held: it has less than is held already.
 */
export type ImportedLimit =
  | { readonly kind: 'less'; readonly by: Money; readonly because: ImportedBalance | null }
  | { readonly kind: 'stale'; readonly asOf: Date | null; readonly trustBalanceDays: number }
  | { readonly kind: 'below_held'; readonly because: ImportedBalance };

/** @param released what is held in that account for the client whom the new refund pays: it is no longer held then */
export async function findImportedLimit(
  tx: Db,
  of: TrustAccountMoney,
  { trustBalanceDays, now }: BalanceRule,
  released: number,
): Promise<ImportedLimit> {
  const all = await findImportedBalances(tx, of);
  const own = all.find(({ bankAccountId }) => bankAccountId === of.bankAccountId) ?? null;
  if (own === null && (await isEverImported(tx, of))) return { kind: 'stale', asOf: null, trustBalanceDays };
  if (own !== null && isStaleBalance(own.asOf.toISOString(), now.toISOString(), trustBalanceDays)) {
    return { kind: 'stale', asOf: own.asOf, trustBalanceDays };
  }
  const short = all.find((one) => isBelowHeld(one, one === own ? released : 0));
  if (short !== undefined) return { kind: 'below_held', because: short };
  const by = own === null ? ZERO : lessToPromise(own);
  return { kind: 'less', by, because: by === ZERO ? null : own };
}

function isBelowHeld(balance: ImportedBalance, released: number): boolean {
  const held = money(balance.held - released);
  return compareBalances({ ...balance, held }).kind === 'below_held';
}
