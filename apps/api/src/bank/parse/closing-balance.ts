// The balance after the lines of a CSV with a running balance column. Some banks list the oldest line first, some the
// newest; the arithmetic decides, and if it is inconclusive, no balance is used.
import type { BankLine, ClosingBalance } from '@makewhole/domain/bank-lines';
import type { Money } from '@makewhole/domain/money';
import { Unreadable } from './values.ts';

type BalancedLine = { readonly line: Pick<BankLine, 'date' | 'amount'>; readonly balance: Money | null };
/** `amount` is 0 for a row that states a balance alone. */
type Link = { readonly amount: number; readonly balance: Money | null; readonly where: string };

/** The balance after the latest line; null if a line has none, or it is uncertain which line is the latest. */
export function closingOf(lines: readonly BalancedLine[]): ClosingBalance | null {
  const [first, ...others] = [lines, lines.toReversed()]
    .filter(isRunning)
    .map((order) => balanceAfter(order.at(-1)));
  if (first === undefined || first === null) return null;
  return others.every((other) => other?.balance === first.balance) ? first : null;
}

/** Refuses a file whose balances add up only if an amount had the opposite sign. */
export function refuseContradiction(rows: readonly Link[]): void {
  const [likely] = [rows, rows.toReversed()]
    .map(linksOf)
    .sort((one, other) => other.links - one.links || one.turned.length - other.turned.length);
  const [turned] = likely?.turned ?? [];
  if (turned === undefined) return;
  throw new Unreadable(`${turned.where}: its amount contradicts the balances, so its direction is unclear.`);
}

/** Of amounts that all came in, none is more than the balance after it: the first has no earlier balance to prove it. */
export function refuseOverdrawn(lines: readonly (BalancedLine & { readonly where: string })[]): void {
  if (lines.some(({ line }) => line.amount < 0)) return;
  const odd = lines.find(({ line, balance }) => balance !== null && balance >= 0 && balance < line.amount);
  if (odd === undefined) return;
  throw new Unreadable(
    `${odd.where}: its amount is more than the balance after it, and no amount in this file is negative, so its direction is unclear. Export signed amounts.`,
  );
}

function linksOf(rows: readonly Link[]) {
  const turned: Link[] = [];
  let links = 0;
  for (const [index, one] of rows.entries()) {
    const before = rows[index - 1]?.balance ?? null;
    if (before === null || one.balance === null) continue;
    const rise = one.balance - before;
    if (Math.abs(rise) !== Math.abs(one.amount)) continue;
    links += 1;
    if (rise !== one.amount) turned.push(one);
  }
  return { links, turned };
}

/** Whether each balance is the previous one plus its line's amount, and no line is older than the previous one. */
function isRunning(lines: readonly BalancedLine[]): boolean {
  return lines.every(({ line, balance }, index) => {
    const before = lines[index - 1];
    if (balance === null || before === undefined) return balance !== null;
    return before.line.date <= line.date && (before.balance ?? Number.NaN) + line.amount === balance;
  });
}

function balanceAfter(last: BalancedLine | undefined): ClosingBalance | null {
  return last?.balance == null ? null : { balance: last.balance, date: last.line.date };
}
