import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  pgTable,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { BankAccountStatus } from '@makewhole/domain/bank-accounts';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import { firmIdColumn, instantColumn } from './columns.ts';
import { firms } from './firms.ts';

/** The firm's accounts at its banks: entries, legs, statements and balances say which of them they belong to. */
export const bankAccounts = pgTable(
  'bank_accounts',
  {
    id: text().$type<BankAccountId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    kind: text().$type<BankAccount>().notNull(),
    /** As the bank titles it. */
    title: text().notNull(),
    bankName: text(),
    lastFour: text(),
    isIolta: boolean().notNull().default(false),
    /** The state whose rules apply to it. */
    state: text(),
    status: text().$type<BankAccountStatus>().notNull().default('open'),
    isDefault: boolean().notNull().default(false),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    uniqueIndex('bank_accounts_one_default')
      .on(table.firmId, table.kind)
      .where(sql`${table.isDefault}`),
    check('bank_account_iolta_is_trust', sql`NOT ${table.isIolta} OR ${table.kind} = 'trust'`),
    check('bank_account_default_is_open', sql`NOT ${table.isDefault} OR ${table.status} = 'open'`),
  ],
);

/** Which bank account a row belongs to. Filled by a trigger where an older release leaves it out. */
export const bankAccountIdColumn = () => text().$type<BankAccountId>();

type OfBankAccount = { readonly firmId: AnyPgColumn; readonly bankAccountId: AnyPgColumn };

/** A row names an account of its own firm. */
export function inBankAccount({ firmId, bankAccountId }: OfBankAccount) {
  return foreignKey({
    columns: [firmId, bankAccountId],
    foreignColumns: [bankAccounts.firmId, bankAccounts.id],
  });
}
