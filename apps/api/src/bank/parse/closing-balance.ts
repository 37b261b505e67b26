// What an account holds after the lines of a CSV that has a column of running balances. Some banks list the oldest line
// first, some the newest: which it is, the arithmetic says, and where it says nothing certain, nothing is taken.
import type { BankLine, ClosingBalance } from '@makewhole/domain/bank-lines';
import type { Money } from '@makewhole/domain/money';
import { Unreadable } from './values.ts';

type BalancedLine = { readonly line: Pick<BankLine, 'date' | 'amount'>; readonly balance: Money | null };

/** The balance after the last line in time; null where a line has none, or which one is the last is not certain. */
export function closingOf(lines: readonly BalancedLine[]): ClosingBalance | null {
  const [first, ...others] = [lines, lines.toReversed()]
    .filter(isRunning)
    .map((order) => balanceAfter(order.at(-1)));
  if (first === undefined || first === null) return null;
  return others.every((other) => other?.balance === first.balance) ? first : null;
}

/** Where a balance follows from the one before it only if the amount had the other sign, the signs are not what they seem. */
export function refuseContradiction(lines: readonly (BalancedLine & { readonly where: string })[]): void {
  const [likely] = [lines, lines.toReversed()]
    .map(linksOf)
    .sort((one, other) => other.links - one.links || one.turned.length - other.turned.length);
  const [turned] = likely?.turned ?? [];
  if (turned === undefined) return;
  throw new Unreadable(
    `${turned.where}: its amount and the balances contradict each other. Which way did it go?`,
  );
}

function linksOf<Line extends BalancedLine>(lines: readonly Line[]) {
  const turned: Line[] = [];
  let links = 0;
  for (const [index, one] of lines.entries()) {
    const before = lines[index - 1]?.balance ?? null;
    if (before === null || one.balance === null) continue;
    const rise = one.balance - before;
    if (Math.abs(rise) !== Math.abs(one.line.amount)) continue;
    links += 1;
    if (rise !== one.line.amount) turned.push(one);
  }
  return { links, turned };
}

/** Each balance is the one before it and its line's amount, and no line is older than the one before it. */
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
