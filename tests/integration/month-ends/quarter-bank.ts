// The bank of a played quarter: it keeps its own accounts and lines, knows nothing of the ledger, and writes a statement
// of each month.
import { addCalendarDays, type BankDate } from '@makewhole/domain/bank-calendar';

export type BankLine = {
  readonly date: BankDate;
  /** Minor units; negative if it left the account. */
  readonly amount: number;
  readonly description: string;
};

export type WrittenStatement = {
  readonly from: BankDate;
  readonly to: BankDate;
  readonly opening: number;
  readonly lines: readonly BankLine[];
  readonly closing: number;
};

export type PlayedBank<Account extends string> = {
  /** Money moves in an account of the bank, on the bank's own day. */
  readonly move: (account: Account, date: BankDate, amount: number, description: string) => void;
  /** @param month such as 2026-07 */
  readonly statement: (account: Account, month: string) => WrittenStatement;
};

/** @param openings what lay in each account before the first line */
export function openBank<Account extends string>(
  openings: Readonly<Record<Account, number>>,
): PlayedBank<Account> {
  const moved: (BankLine & { readonly account: Account })[] = [];
  return {
    move(account, date, amount, description) {
      moved.push({ account, date, amount, description });
    },
    statement(account, month) {
      const from = `${month}-01`;
      const to = lastDayOf(month);
      const ofAccount = moved.filter((line) => line.account === account);
      const before = ofAccount.filter(({ date }) => date < from);
      const opening = openings[account] + total(before);
      const lines = ofAccount
        .filter(({ date }) => from <= date && date <= to)
        .map(({ date, amount, description }) => ({ date, amount, description }))
        .toSorted((one, other) => one.date.localeCompare(other.date));
      return { from, to, opening, lines, closing: opening + total(lines) };
    },
  };
}

function total(lines: readonly BankLine[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

function lastDayOf(month: string): BankDate {
  const nextMonth = addCalendarDays(`${month}-28`, 4).slice(0, 7);
  return addCalendarDays(`${nextMonth}-01`, -1);
}
