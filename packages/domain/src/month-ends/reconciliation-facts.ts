// What a reconciliation of a trust account is computed from (RP1). All amounts are minor units, and dates YYYY-MM-DD.
import type { BankDate } from '../bank-calendar.ts';
import type { Money } from '../money.ts';
import type { MonthEndScope } from './month-end.ts';

/** What one client ledger of the account holds; FIRM, interest and unidentified money have ledgers too. */
export type ClientLedger = {
  /** The matter's ID, or the key of a ledger that is no matter's. */
  readonly key: string;
  readonly name: string;
  readonly balance: Money;
};

/** What a posting does to the bank account. */
export type BookEntry = {
  readonly postingId: string;
  /** The refund, payment or invoice that it is about. */
  readonly about: string;
  /** Its effective day. */
  readonly on: BankDate;
  /** Positive for money in. */
  readonly amount: Money;
  /** The day on which the bank's line shows it; null while no line does. */
  readonly clearedOn: BankDate | null;
  /** Whether it takes another posting back only to book it on another day: the bank shows neither of the two. */
  readonly isTakenBack: boolean;
};

/** A line of the bank up to the ending date. */
export type StatementLine = {
  readonly lineId: string;
  readonly date: BankDate;
  readonly amount: Money;
  readonly description: string;
  /**
   * The latest effective day of what it is matched with, or the day of the correction if it was a mistake of the bank;
   * null while it is unmatched.
   */
  readonly bookedOn: BankDate | null;
  /** The sum of what it is matched with; null while it is unmatched. */
  readonly bookedAmount: Money | null;
};

/** What the bank says of a period. */
export type StatementOfPeriod = {
  readonly from: BankDate;
  /** The ending date, inclusive. */
  readonly to: BankDate;
  readonly opening: Money;
  readonly closing: Money;
  /** The balance with which the statement before it ended; null for the first one. */
  readonly previousClosing: Money | null;
  /** The first day of the account's first statement: what was booked before is in its opening balance. */
  readonly begunOn: BankDate;
  /** full: every line of the bank must be in the books; schedule: the firm books only what was paid online. */
  readonly scope: MonthEndScope;
};

/** A posting whose sides within this account do not cancel out: the journal moved and no client's ledger did, or reversed. */
export type OneSidedPosting = { readonly postingId: string; readonly amount: Money };

export type ReconciliationFacts<Entry extends BookEntry, Line extends StatementLine> = {
  readonly ledgers: readonly ClientLedger[];
  /** The balance of the account's journal at the end of the ending date. */
  readonly journal: Money;
  readonly statement: StatementOfPeriod;
  /** Effective by the ending date, and not cleared by then. */
  readonly entries: readonly Entry[];
  /** Of the bank up to the ending date: those of the period, and earlier ones that were not booked by then. */
  readonly lines: readonly Line[];
  readonly oneSided: readonly OneSidedPosting[];
};
