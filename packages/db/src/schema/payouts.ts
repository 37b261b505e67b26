import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { PayoutId } from '@makewhole/domain/ids';
import type { PayoutItemKind, PayoutStatus } from '@makewhole/domain/payouts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { amountColumn, firmIdColumn, instantColumn } from './columns.ts';
import { connectionIdColumn, inConnection } from './connections.ts';
import { firms } from './firms.ts';
import { postings } from './ledger.ts';

/** What a company that nets paid out, or will: one for each of its payouts (BK4). */
export const payouts = pgTable(
  'payouts',
  {
    id: text().$type<PayoutId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    connectionId: connectionIdColumn().notNull(),
    /** The company's own ID of it. */
    processorPayoutId: text().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** What arrives; negative if the company debits the account. */
    amount: amountColumn().notNull(),
    /** What the company kept. */
    fees: amountColumn().notNull(),
    /** What it pays out that our books do not have in the balance: it is booked once that is zero. */
    unexplained: amountColumn().notNull(),
    status: text().$type<PayoutStatus>().notNull(),
    arrivesOn: date().notNull(),
    bookedAt: instantColumn(),
    seenAt: instantColumn().notNull(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    unique('payouts_once').on(table.firmId, table.connectionId, table.processorPayoutId),
    inConnection(table),
    inBankAccount(table),
    index('payouts_by_arrival').on(table.firmId, table.arrivesOn, table.id),
    check('payout_booked_explained', sql`${table.bookedAt} IS NULL OR ${table.unexplained} = 0`),
  ],
);

const ofPayout = ({ firmId, payoutId }: { readonly firmId: AnyPgColumn; readonly payoutId: AnyPgColumn }) =>
  foreignKey({ columns: [firmId, payoutId], foreignColumns: [payouts.firmId, payouts.id] });

/** What moved the balance, as the company lists it. */
export const payoutItems = pgTable(
  'payout_items',
  {
    firmId: firmIdColumn(),
    payoutId: text().$type<PayoutId>().notNull(),
    itemId: text().notNull(),
    kind: text().$type<PayoutItemKind>().notNull(),
    /** The company's ID of what it is about: a payment, a refund, a payout. */
    subject: text(),
    /** Before the fee; signed. */
    amount: amountColumn().notNull(),
    fee: amountColumn().notNull(),
  },
  (table) => [primaryKey({ columns: [table.payoutId, table.itemId] }), ofPayout(table)],
);

/** The postings in the balance that a payout paid out, each once. */
export const payoutPostings = pgTable(
  'payout_postings',
  {
    firmId: firmIdColumn(),
    postingId: text()
      .primaryKey()
      .references(() => postings.id),
    payoutId: text().$type<PayoutId>().notNull(),
  },
  (table) => [ofPayout(table), index('payout_postings_by_payout').on(table.payoutId)],
);
