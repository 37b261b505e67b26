// What the lists of a month-end binder are made of, beside what the reconciliation itself needs.
import type { BankDate } from '../bank-calendar.ts';
import type { PrincipalId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { BookEntry, ClientLedger, ReconciliationFacts, StatementLine } from './reconciliation-facts.ts';

/** A line of the account's journal. */
export type JournalEntry = BookEntry & {
  readonly recordedAt: string;
  readonly step: string;
  readonly refundId: string | null;
  readonly transactionId: string | null;
  readonly payerName: string | null;
  /** The key of the client ledger that it moves; null for none. */
  readonly ledger: string | null;
  /** The check number, or the reference of a transfer, as the person who recorded it gave it. */
  readonly reference: string | null;
  readonly recordedBy: string | null;
  readonly recordedById: PrincipalId | null;
  /** The lawyer whose written word moved it; null if it needs none. */
  readonly authorizedBy: string | null;
  readonly authorizedById: PrincipalId | null;
  /** The day that was meant, if its period was locked when it was recorded. */
  readonly forDate: BankDate | null;
};

export type MatchedLine = StatementLine & {
  readonly postingIds: readonly string[];
  /** The line with which it cancels out, if the bank made a mistake and corrected it; else null. */
  readonly correction: { readonly lineId: string; readonly reason: string } | null;
};

/** A client ledger over a period: what it had, what came in, what went out, what it has. */
export type LedgerOfPeriod = ClientLedger & {
  readonly matterNumber: string | null;
  readonly client: string | null;
  readonly opening: Money;
  readonly receipts: Money;
  /** Positive. */
  readonly disbursements: Money;
  /** Held for refunds now: holds have no history. Zero for a ledger that is no matter's. */
  readonly held: Money;
  readonly lastActivityOn: BankDate;
  readonly matterClosedOn: BankDate | null;
};

/** A line of a client's ledger card. */
export type CardEntry = {
  readonly postingId: string;
  readonly on: BankDate;
  /** Positive for a receipt. */
  readonly amount: Money;
  /** The ledger's key. */
  readonly key: string;
  readonly step: string;
  readonly payerName: string | null;
};

export type AccountFacts = Omit<ReconciliationFacts<JournalEntry, MatchedLine>, 'ledgers'> & {
  readonly ledgers: readonly LedgerOfPeriod[];
  /** The journal's balance before the period. */
  readonly journalOpening: Money;
  /** Of the period, ordered by ledger and day. */
  readonly cards: readonly CardEntry[];
};
