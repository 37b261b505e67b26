import { isNull, sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { StatementFormat } from '@makewhole/domain/bank-lines';
import type { BankLineId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import {
  amountColumn,
  currencyColumn,
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
} from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { firms, principals } from './firms.ts';
import { postings } from './ledger.ts';
import { refunds } from './refunds.ts';

/** Statements that a person imported, each file once. Append-only. */
export const bankStatements = pgTable(
  'bank_statements',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    account: text().$type<BankAccount>().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    format: text().$type<StatementFormat>().notNull(),
    /** SHA-256 of the file, in hex. */
    sha256: text().notNull(),
    /** 1, and one more each time that the same file is imported after it was set aside. */
    nth: integer().notNull().default(1),
    lines: integer().notNull(),
    /** The lines that no earlier statement had. */
    newLines: integer().notNull(),
    firstDate: date().notNull(),
    lastDate: date().notNull(),
    /** The account's balance according to the bank, at the end of that day; null if the file has none. */
    closingBalance: amountColumn(),
    closingDate: date(),
    /** The balance with which the statement begins; null if nobody said. */
    openingBalance: amountColumn(),
    /** The first day that the statement covers; null for its first line's. */
    periodStart: date(),
    /** Identifies the bank account at the next import and to a person; null if the file does not say. */
    accountHash: text(),
    accountLastFour: text(),
    /** The last four of the account's former number, if the importer said that the bank has given it a new one. */
    renumberedFrom: text(),
    importedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    importedAt: instantColumn().notNull(),
  },
  (table) => [
    unique('bank_statements_file_once').on(table.firmId, table.bankAccountId, table.sha256, table.nth),
    inBankAccount(table),
    index('bank_statements_by_import').on(table.firmId, table.id),
    check(
      'bank_statement_closing_complete',
      sql`(${table.closingBalance} IS NULL) = (${table.closingDate} IS NULL)`,
    ),
  ],
);

/** Statements that an owner set aside because they are wrong: nothing of them counts any more. Append-only. */
export const bankStatementSetAsides = pgTable('bank_statement_set_asides', {
  statementId: text()
    .primaryKey()
    .references(() => bankStatements.id),
  firmId: firmIdColumn().references(() => firms.id),
  reason: text().notNull(),
  setAsideBy: principalIdColumn()
    .notNull()
    .references(() => principals.id),
  setAsideAt: instantColumn().notNull(),
});

/** Statement lines, each stored once, however many statements have it. Append-only. */
export const bankLines = pgTable(
  'bank_lines',
  {
    id: text().$type<BankLineId>().primaryKey(),
    firmId: firmIdColumn(),
    statementId: text()
      .notNull()
      .references(() => bankStatements.id),
    account: text().$type<BankAccount>().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** The bank's own ID if it is unique, else a hash of the line's content and its position among equal lines. */
    lineKey: text().notNull(),
    /** 1, and one more for each line of this key that was set aside. */
    nth: integer().notNull().default(1),
    date: date().notNull(),
    amount: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    description: text().notNull(),
  },
  (table) => [
    unique('bank_lines_once').on(table.firmId, table.bankAccountId, table.lineKey, table.nth),
    inBankAccount(table),
    unique().on(table.firmId, table.id),
    index('bank_lines_by_amount').on(table.firmId, table.account, table.amount, table.date),
    index('bank_lines_by_day').on(table.firmId, table.date, table.id),
    index('bank_lines_by_account').on(table.firmId, table.bankAccountId, table.date, table.id),
    index('bank_lines_by_statement').on(table.statementId),
    index('bank_lines_search').using('gin', table.firmId, sql`lower(${table.description}) gin_trgm_ops`),
  ],
);

const ofLine = ({ firmId, lineId }: { readonly firmId: AnyPgColumn; readonly lineId: AnyPgColumn }) =>
  foreignKey({ columns: [firmId, lineId], foreignColumns: [bankLines.firmId, bankLines.id] });

/** The lines of a statement that an earlier one had already: they stand as long as one of the statements does. Append-only. */
export const bankLineRepeats = pgTable(
  'bank_line_repeats',
  {
    firmId: firmIdColumn(),
    statementId: text()
      .notNull()
      .references(() => bankStatements.id),
    lineId: text().$type<BankLineId>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.statementId, table.lineId] }),
    ofLine(table),
    index('bank_line_repeats_by_line').on(table.lineId),
  ],
);

/** Lines that no statement has any more, because each that had them was set aside. Append-only. */
export const bankLineSetAsides = pgTable(
  'bank_line_set_asides',
  {
    firmId: firmIdColumn(),
    lineId: text().$type<BankLineId>().primaryKey(),
    /** The last of its statements that was set aside. */
    statementId: text()
      .notNull()
      .references(() => bankStatementSetAsides.statementId),
  },
  (table) => [ofLine(table), index('bank_line_set_asides_by_statement').on(table.statementId)],
);

/**
 * The two lines that are the ends of a refund's transfer from trust to operating. A line ends only one transfer. A match
 * is undone, never deleted.
 */
export const bankMatches = pgTable(
  'bank_matches',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    /** 1, and one more for each match of the refund that was undone. */
    nth: integer().notNull().default(1),
    trustLineId: text().$type<BankLineId>().notNull(),
    operatingLineId: text().$type<BankLineId>().notNull(),
    matchedBy: principalIdColumn().notNull(),
    matchedAt: instantColumn().notNull(),
    undoneBy: principalIdColumn(),
    undoneAt: instantColumn(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.nth] }),
    uniqueIndex('bank_matches_refund_once').on(table.firmId, table.refundId).where(isNull(table.undoneAt)),
    uniqueIndex('bank_matches_trust_once').on(table.firmId, table.trustLineId).where(isNull(table.undoneAt)),
    uniqueIndex('bank_matches_operating_once')
      .on(table.firmId, table.operatingLineId)
      .where(isNull(table.undoneAt)),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    foreignKey({
      columns: [table.firmId, table.trustLineId],
      foreignColumns: [bankLines.firmId, bankLines.id],
    }),
    foreignKey({
      columns: [table.firmId, table.operatingLineId],
      foreignColumns: [bankLines.firmId, bankLines.id],
    }),
    check('bank_match_two_lines', sql`${table.trustLineId} <> ${table.operatingLineId}`),
    check('bank_match_undone_by', sql`(${table.undoneBy} IS NULL) = (${table.undoneAt} IS NULL)`),
  ],
);

/**
 * Which postings a bank line is: one line may be several, as a payout is. The transfers of refunds are in bank_matches.
 * A match is undone, never deleted.
 */
export const bankClearings = pgTable(
  'bank_clearings',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    lineId: text().$type<BankLineId>().notNull(),
    postingId: text()
      .notNull()
      .references(() => postings.id),
    /** A person, or the engine where only one pair of them fits. */
    matchedBy: text().notNull(),
    matchedAt: instantColumn().notNull(),
    undoneBy: principalIdColumn(),
    undoneAt: instantColumn(),
  },
  (table) => [
    inBankAccount(table),
    ofLine(table),
    uniqueIndex('bank_clearings_posting_once')
      .on(table.firmId, table.bankAccountId, table.postingId)
      .where(isNull(table.undoneAt)),
    index('bank_clearings_by_line').on(table.firmId, table.lineId),
    check('bank_clearing_undone_by', sql`(${table.undoneBy} IS NULL) = (${table.undoneAt} IS NULL)`),
  ],
);

/**
 * A mistake of the bank and its correction: two lines of one account that cancel each other out, and are nothing in the
 * books. A person said so, and why. It is undone, never deleted.
 */
export const bankCorrections = pgTable(
  'bank_corrections',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    bankAccountId: bankAccountIdColumn().notNull(),
    mistakeLineId: text().$type<BankLineId>().notNull(),
    correctionLineId: text().$type<BankLineId>().notNull(),
    reason: text().notNull(),
    matchedBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    matchedAt: instantColumn().notNull(),
    undoneBy: principalIdColumn(),
    undoneAt: instantColumn(),
  },
  (table) => [
    inBankAccount(table),
    foreignKey({
      columns: [table.firmId, table.mistakeLineId],
      foreignColumns: [bankLines.firmId, bankLines.id],
    }),
    foreignKey({
      columns: [table.firmId, table.correctionLineId],
      foreignColumns: [bankLines.firmId, bankLines.id],
    }),
    uniqueIndex('bank_corrections_mistake_once')
      .on(table.firmId, table.mistakeLineId)
      .where(isNull(table.undoneAt)),
    uniqueIndex('bank_corrections_correction_once')
      .on(table.firmId, table.correctionLineId)
      .where(isNull(table.undoneAt)),
    check('bank_correction_two_lines', sql`${table.mistakeLineId} <> ${table.correctionLineId}`),
    check('bank_correction_undone_by', sql`(${table.undoneBy} IS NULL) = (${table.undoneAt} IS NULL)`),
  ],
);
