declare const moneyBrand: unique symbol;

/** An amount in minor units (cents): a safe integer, signed. Never a float, never a string. */
export type Money = number & { readonly [moneyBrand]: 'minor units' };

/** The currency of every amount: an ISO 4217 code in capitals. Fed bank days (R7) and ACH (R6) make it USD today. */
export type Currency = 'USD';

export const ZERO = 0 as Money; // zero is a safe integer

/**
 * Brands an integer number of minor units as Money.
 * @throws RangeError when it is not a safe integer: such an amount is a bug in our code, not a user's mistake
 */
export function money(minorUnits: number): Money {
  if (!Number.isSafeInteger(minorUnits)) {
    throw new RangeError(`${minorUnits} is not an amount: money is a safe integer of minor units`);
  }
  return (Object.is(minorUnits, -0) ? 0 : minorUnits) as Money; // checked on the line above
}

/** The exact sum of amounts in one currency; zero for none. */
export function sum(amounts: Iterable<Money>): Money {
  let total = ZERO;
  for (const amount of amounts) total = money(total + amount);
  return total;
}

export function negate(amount: Money): Money {
  return money(-amount);
}

/** The amount as a US reader expects it: 123456 USD is "$1,234.56". For screens and emails, not for workflow code. */
export function formatMoney(amount: Money, currency: Currency): string {
  // A string, because a division would round the cents of very large amounts; cast, because Intl alone accepts
  // E-notation as a number.
  const exactDecimal = `${amount}E-2` as `${number}`;
  return formatIn(currency).format(exactDecimal);
}

const formats = new Map<Currency, Intl.NumberFormat>();

/** Cached: creating one takes longer than a hundred uses, and a list needs that many. */
function formatIn(currency: Currency): Intl.NumberFormat {
  const known = formats.get(currency) ?? new Intl.NumberFormat('en-US', { style: 'currency', currency });
  formats.set(currency, known);
  return known;
}
