// The bank's own record of money that moved: statement lines, and which of them are the two ends of a transfer from
// trust to operating (R5, step c).
import type { BankDate } from './bank-calendar.ts';
import type { BankLineId } from './ids.ts';
import { negate, type Currency, type Money } from './money.ts';
import type { BankAccount } from './payments.ts';

export const STATEMENT_FORMATS = ['csv', 'ofx'] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** The browser and the API each read a statement into memory as a whole. */
export const STATEMENT_BYTES_MAX = 5 * 1024 * 1024;
export const STATEMENT_LINES_MAX = 10_000;

export type BankLine = {
  readonly id: BankLineId;
  readonly account: BankAccount;
  readonly date: BankDate;
  /** Minor units; negative if it left the account. */
  readonly amount: Money;
  readonly currency: Currency;
  readonly description: string;
};

/** An account's balance according to the bank, at the end of a day. */
export type ClosingBalance = { readonly balance: Money; readonly date: BankDate };

/** A transfer from trust to operating as a person recorded it. */
export type RecordedTransfer = {
  readonly amount: Money;
  readonly currency: Currency;
  readonly date: BankDate;
  readonly reference: string;
};

/** How far from the recorded day a suggested line may be: allows for holidays, weekends, and slow banks. */
const SUGGESTED_WITHIN_DAYS = 10;
/** How far from it a chosen line may be: beyond that, it belongs to another month. */
const CHOSEN_WITHIN_DAYS = 45;
const DAY_MS = 86_400_000;

/** Whether a line can be that end of the transfer: it left trust, or entered operating, in exactly this amount. */
export function isEndOf(
  line: Pick<BankLine, 'account' | 'amount'>,
  { amount }: Pick<RecordedTransfer, 'amount'>,
): boolean {
  return (line.account === 'trust' ? negate(line.amount) : line.amount) === amount;
}

/** Whether a line is close enough in time to be an end of a transfer of that day, as banks and people can be slow. */
export function isOfThatTime(
  line: Pick<BankLine, 'date'>,
  transfer: Pick<RecordedTransfer, 'date'>,
): boolean {
  return daysBetween(line.date, transfer.date) <= CHOSEN_WITHIN_DAYS;
}

/**
 * The lines that may be the ends of a transfer, likeliest first: those that name its reference, then the nearest day.
 * Only a suggestion: a person confirms it.
 */
export function suggestEnds(
  transfer: RecordedTransfer,
  lines: readonly BankLine[],
): Readonly<Record<BankAccount, readonly BankLine[]>> {
  const likely = lines
    .filter(
      (line) => isEndOf(line, transfer) && daysBetween(line.date, transfer.date) <= SUGGESTED_WITHIN_DAYS,
    )
    .sort(
      (one, other) =>
        Number(names(other, transfer)) - Number(names(one, transfer)) ||
        daysBetween(one.date, transfer.date) - daysBetween(other.date, transfer.date) ||
        (one.id < other.id ? -1 : 1),
    );
  return {
    trust: likely.filter(({ account }) => account === 'trust'),
    operating: likely.filter(({ account }) => account === 'operating'),
  };
}

function names({ description }: BankLine, { reference }: RecordedTransfer): boolean {
  return description.toLowerCase().includes(reference.trim().toLowerCase());
}

function daysBetween(one: BankDate, other: BankDate): number {
  return Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;
}
