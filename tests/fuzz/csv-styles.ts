// How US banks write dates and signed amounts in a CSV.
import { digitsOf, groupedOf } from './bank-statement.ts';

export const CSV_DATES = {
  iso: (y: string, m: string, d: string) => `${y}-${m}-${d}`,
  compact: (y: string, m: string, d: string) => `${y}${m}${d}`,
  us: (y: string, m: string, d: string) => `${m}/${d}/${y}`,
  usHyphen: (y: string, m: string, d: string) => `${m}-${d}-${y}`,
  usBare: (y: string, m: string, d: string) => `${Number(m)}/${Number(d)}/${y}`,
  usShort: (y: string, m: string, d: string) => `${m}/${d}/${y.slice(2)}`,
  dayName: (y: string, m: string, d: string) => `${d}-${monthOf(m)}-${y}`,
  dayNameShort: (y: string, m: string, d: string) => `${Number(d)}-${monthOf(m)}-${y.slice(2)}`,
  nameDay: (y: string, m: string, d: string) => `${monthOf(m)} ${Number(d)}, ${y}`,
  usTime: (y: string, m: string, d: string) => `${m}/${d}/${y} 2:30:00 PM`,
  isoTime: (y: string, m: string, d: string) => `${y}-${m}-${d}T14:30:00-05:00`,
  isoMidnight: (y: string, m: string, d: string) => `${y}-${m}-${d} 00:00:00.000`,
};

/** A signed amount. */
export const CSV_AMOUNTS = {
  plain: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents)}`,
  grouped: (cents: number) => `${cents < 0 ? '-' : ''}${groupedOf(cents)}`,
  plus: (cents: number) => `${cents < 0 ? '-' : '+'}${digitsOf(cents)}`,
  dollars: (cents: number) => `${cents < 0 ? '-' : ''}$${groupedOf(cents)}`,
  dollarsInside: (cents: number) => `$${cents < 0 ? '-' : ''}${digitsOf(cents)}`,
  brackets: (cents: number) => (cents < 0 ? `(${groupedOf(cents)})` : groupedOf(cents)),
  dollarBrackets: (cents: number) => (cents < 0 ? `$(${digitsOf(cents)})` : `$${digitsOf(cents)}`),
  trailing: (cents: number) => `${digitsOf(cents)}${cents < 0 ? '-' : ''}`,
  unicode: (cents: number) => `${cents < 0 ? '\u2212' : ''}${digitsOf(cents)}`,
  noZero: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents).replace(/^0/, '')}`,
  oneDigit: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents).replace(/0$/, '')}`,
  code: (cents: number) => `${cents < 0 ? '-' : ''}${digitsOf(cents)} USD`,
  suffix: (cents: number) => `${groupedOf(cents)} ${cents < 0 ? 'DR' : 'CR'}`,
};

function monthOf(number: string): string {
  return (
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
      Number(number) - 1
    ] ?? ''
  );
}
