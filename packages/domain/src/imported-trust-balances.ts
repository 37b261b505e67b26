// What the firm's own system says that a matter has in a trust account, beside what our client ledger has (ADR 53). It is a
// fact of another system: it posts nothing, it only compares, and it limits what may be promised.
import type { Instant } from './bank-calendar.ts';
import { ZERO, money, type Money } from './money.ts';

const DAY_MS = 86_400_000;

/** How old a statement may be before refunds of trust money wait for a newer one: the firm's choice, in days of 24 hours. */
export const TRUST_BALANCE_DAYS = { default: 3, min: 1, max: 31 } as const;

/** A balance as the firm's own system says it, and ours of the same matter and account. All in minor units. */
export type BalanceFacts = {
  readonly imported: Money;
  /** What our client ledger had at the instant of the statement. */
  readonly ledgerThen: Money;
  /** What it has now. */
  readonly ledgerNow: Money;
  /** What standing refunds hold of it. */
  readonly held: Money;
};

/**
 * agrees: both have the same. differs: by so much, more there if positive. below_held: what is left there after what moved
 * here since is less than refunds hold, by so much.
 */
export type BalanceComparison =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly difference: Money }
  | { readonly kind: 'below_held'; readonly difference: Money; readonly shortBy: Money };

export function compareBalances({ imported, ledgerThen, ledgerNow, held }: BalanceFacts): BalanceComparison {
  const difference = money(imported - ledgerThen);
  const shortBy = held - (ledgerNow + difference);
  if (held > 0 && shortBy > 0) return { kind: 'below_held', difference, shortBy: money(shortBy) };
  return difference === 0 ? { kind: 'agrees' } : { kind: 'differs', difference };
}

/**
 * How much less may be promised than our client ledger alone has: zero where the firm's own system has as much or more. The
 * statement carried on by our own movements since then is our ledger moved by the difference between the two.
 */
export function lessToPromise({
  imported,
  ledgerThen,
}: Pick<BalanceFacts, 'imported' | 'ledgerThen'>): Money {
  return imported < ledgerThen ? money(ledgerThen - imported) : ZERO;
}

/** Whether a statement is older than the firm's rule allows. */
export function isStaleBalance(asOf: Instant, now: Instant, trustBalanceDays: number): boolean {
  return Date.parse(now) - Date.parse(asOf) > trustBalanceDays * DAY_MS;
}
