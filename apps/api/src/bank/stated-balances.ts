// The balances of a statement that its importer reads from the paper, beside what the file has: they must not
// contradict it, and opening balance and lines must make the closing balance.
import type { BankLine, ClosingBalance } from '@makewhole/domain/bank-lines';
import { formatMoney, money, sum, type Money } from '@makewhole/domain/money';

type Stated = {
  readonly periodStart?: string | undefined;
  readonly openingBalance?: number | undefined;
  readonly closingBalance?: number | undefined;
  readonly closingDate?: string | undefined;
};

type File = {
  readonly lines: readonly Pick<BankLine, 'date' | 'amount'>[];
  readonly closing: ClosingBalance | null;
};

type Balances = {
  readonly closing: ClosingBalance | null;
  readonly openingBalance: Money | null;
  readonly periodStart: string | null;
};

/**
 * @param today the firm's day
 * @returns why they cannot be right, for a person, or the values to keep with the statement
 */
export function statedBalances(
  stated: Stated,
  { lines, closing: inFile }: File,
  today: string,
):
  | { readonly kind: 'stated'; readonly values: Balances }
  | { readonly kind: 'refused'; readonly detail: string } {
  const { periodStart = null, openingBalance, closingBalance, closingDate } = stated;
  if ((closingBalance === undefined) !== (closingDate === undefined)) {
    return refused('Send closingBalance and closingDate together, or neither.');
  }
  const closing =
    closingBalance === undefined || closingDate === undefined
      ? inFile
      : { balance: money(closingBalance), date: closingDate };
  if (closing !== null && inFile?.date === closing.date && inFile.balance !== closing.balance) {
    return refused(
      `The file ends with ${words(inFile.balance)} on ${inFile.date}, and closingBalance is ${words(closing.balance)}. Compare both with the printed statement.`,
    );
  }
  const ahead = [...lines, ...(closing === null ? [] : [closing])].find(({ date }) => date > today);
  if (ahead !== undefined) {
    return refused(
      `The statement has a date of ${ahead.date}, and at your firm it is ${today}. Import it once that day has come, or export only the days before.`,
    );
  }
  const last = closing?.date;
  const outside = lines.find(
    ({ date }) => (periodStart !== null && date < periodStart) || (last !== undefined && date > last),
  );
  if (outside !== undefined && (periodStart !== null || closingDate !== undefined)) {
    return refused(
      `The file has a line of ${outside.date}, outside the period of the statement. Export exactly the days of the statement.`,
    );
  }
  const opening = openingBalance === undefined ? null : money(openingBalance);
  if (opening !== null && closing !== null) {
    const counted = money(opening + sum(lines.map(({ amount }) => amount)));
    if (counted !== closing.balance) {
      return refused(
        `The opening balance and the ${lines.length} lines make ${words(counted)}, and the statement ends with ${words(closing.balance)}: ${words(money(closing.balance - counted))} is missing. Export the whole statement again, or correct the balances.`,
      );
    }
  }
  return { kind: 'stated', values: { closing, openingBalance: opening, periodStart } };
}

function refused(detail: string) {
  return { kind: 'refused', detail } as const;
}

function words(amount: Money): string {
  return formatMoney(amount, 'USD');
}
