// What a statement's import takes, and how it ends.
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankLine, ClosingBalance, StatementFormat } from '@makewhole/domain/bank-lines';
import type { BankAccountId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { bankStatements } from '../schema/bank.ts';

/** A line as the statement has it. `bankId`: the bank's own ID for it, if the format has one. */
export type StatementLine = Omit<BankLine, 'id' | 'account'> & { readonly bankId: string | null };

export type NewStatement = {
  readonly firmId: FirmId;
  readonly account: BankAccount;
  /** Which of the firm's accounts of that kind; null for the one that its earlier statements name, else the default. */
  readonly bankAccountId: BankAccountId | null;
  readonly format: StatementFormat;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
  /** Empty if nothing moved: then `closing` has the statement's day. */
  readonly lines: readonly StatementLine[];
  /** Null if the file has none. */
  readonly closing: ClosingBalance | null;
  /** The balance and the day with which it begins, as the importer says; null if they do not. */
  readonly openingBalance?: Money | null;
  readonly periodStart?: BankDate | null;
  /** The bank's account number, null if the file has none; it is not stored. */
  readonly accountNumber: string | null;
  /** A person says that the bank has given the account this number in place of the one before. */
  readonly isRenumbered?: boolean;
  readonly importedBy: PrincipalId;
  readonly at: Date;
};

type StatementRow = typeof bankStatements.$inferSelect;

export type StatementView = Omit<StatementRow, 'firmId' | 'sha256' | 'nth' | 'accountHash'> & {
  /** Who set it aside, when and why; null if it stands. */
  readonly setAside: {
    readonly by: { readonly id: PrincipalId; readonly name: string };
    readonly at: Date;
    readonly reason: string;
  } | null;
};

export type ImportResult =
  /** isRepeat: the file was imported before, and the statement is that one. */
  | { readonly kind: 'imported'; readonly statement: StatementView; readonly isRepeat: boolean }
  /** The firm has no open account of that kind with that ID. */
  | { readonly kind: 'no_such_account' }
  /** The file, or its bank account, was imported as another account. */
  | { readonly kind: 'other_account'; readonly account: BankAccount; readonly title: string }
  /** Earlier statements of this account have another number: a person says whether the bank changed it. */
  | { readonly kind: 'account_changed'; readonly lastFour: string; readonly fileLastFour: string };
