// The quarterly review of transactions that nobody chose (binder section 11): which quarter, how many, and the questions of
// the form of the State Bar of North Carolina, the only one that we have read.
import { addCalendarDays, type BankDate } from '../bank-calendar.ts';

/** Where the state's profile says nothing. */
export const SAMPLE_SIZE_DEFAULT = 3;

/** A quarter of a year, both days inclusive. */
export type Quarter = { readonly name: string; readonly from: BankDate; readonly to: BankDate };

/** @param name such as 2026-Q4 */
export function quarterOf(name: string): Quarter {
  const [year = '', nth = ''] = name.split('-Q');
  const first = (Number(nth) - 1) * 3 + 1;
  const from = `${year}-${twoDigits(first)}-01`;
  const next = first === 10 ? `${Number(year) + 1}-01-01` : `${year}-${twoDigits(first + 3)}-01`;
  return { name, from, to: addCalendarDays(next, -1) };
}

/** The quarter that ends in the month of that day; null if none does. */
export function quarterEndingWith(day: BankDate): Quarter | null {
  const month = Number(day.slice(5, 7));
  return month % 3 === 0 ? quarterOf(`${day.slice(0, 4)}-Q${month / 3}`) : null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The reviewer's answers about one transaction; the client, the matter and the dates are in the books. */
export type ReviewAnswers = {
  readonly negativeBalance: boolean;
  /** What they looked at. */
  readonly sawStatement: boolean;
  readonly sawLedger: boolean;
  readonly sawChecks: boolean;
  readonly sawOther: string | null;
  /** How many disbursements it has. */
  readonly disbursements: number;
  readonly outstanding: boolean;
  readonly improper: boolean;
  /** The explanation and the corrective action, if one of the three is so. */
  readonly explanation: string | null;
};

/** Whether the form asks for an explanation. */
export function needsExplanation({ negativeBalance, outstanding, improper }: ReviewAnswers): boolean {
  return negativeBalance || outstanding || improper;
}
