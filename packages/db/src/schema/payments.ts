import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type { AllocationId, InvoiceId } from '@makewhole/domain/ids';
import type {
  BankAccount,
  ItemKind,
  PaymentMethod,
  PaymentStatus,
  PaymentType,
} from '@makewhole/domain/payments';
import {
  amountColumn,
  currencyColumn,
  firmIdColumn,
  instantColumn,
  matterIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { connectionIdColumn, inConnection } from './connections.ts';
import { firms } from './firms.ts';
import { invoices, matters } from './matters.ts';

/** Payments as the processor reports them; a refund that it accepted is also a row, of type `refund` (R10). */
export const payments = pgTable(
  'payments',
  {
    firmId: firmIdColumn().references(() => firms.id),
    /** Compared byte for byte (R1), as Postgres compares text for equality under every deterministic collation. */
    transactionId: transactionIdColumn().notNull(),
    /** The account at a payment company that took it, and through which it is refunded. */
    connectionId: connectionIdColumn().notNull(),
    type: text().$type<PaymentType>().notNull(),
    status: text().$type<PaymentStatus>().notNull(),
    amount: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    method: text().$type<PaymentMethod>().notNull(),
    last4: text().notNull(),
    payerName: text().notNull(),
    payerEmail: text(),
    matterId: matterIdColumn(),
    /** As the processor has it, whether or not the firm has such a matter. */
    matterNumber: text(),
    /** Nobody has said which accounts its money went to: it has no items, and is in no books. */
    unassigned: boolean().notNull().default(false),
    /** What it is for, and the invoices that it names, where the processor has no items: for who assigns it. */
    description: text(),
    invoiceNumbers: text().array(),
    createdAt: instantColumn().notNull(),
    settledAt: instantColumn(),
    disputed: boolean().notNull().default(false),
    /** A dispute was lost: the client's bank took the money back (R12). */
    disputeLost: boolean().notNull().default(false),
    /** Why the bank returned it, such as R01 or R10; null if it did not, or nobody said. */
    returnCode: text(),
    /** A person reported that the bank took it back outside the network, so the processor's status does not say so. */
    returnedByHand: boolean().notNull().default(false),
    /** The processor says that it was refunded, and not by one of our refunds. */
    refundedElsewhere: boolean().notNull().default(false),
    /** For type `refund`: the payment that it refunded. */
    refundOf: transactionIdColumn(),
    /**
     * The text that a search looks in, in lower case: payer, last four, IDs, matter and invoices. Triggers maintain it
     * whenever one of these changes; nothing else writes it.
     */
    searchText: text().notNull().default(''),
    /** When the processor's record was true: an older record never overwrites a newer one. */
    asOf: instantColumn(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.transactionId] }),
    inConnection(table),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    index('payments_by_created').on(table.firmId, table.type, table.createdAt, table.transactionId),
    index('payments_by_amount').on(table.firmId, table.type, table.amount, table.transactionId),
    // People sort names ignoring case.
    index('payments_by_payer').on(
      table.firmId,
      table.type,
      sql`lower(${table.payerName})`,
      table.transactionId,
    ),
    // To find the payments whose search text changes with a matter or a refund.
    index('payments_by_matter').on(table.firmId, table.matterId),
    // To link what names a matter that comes later.
    index('payments_naming_matter')
      .on(table.firmId, sql`lower(btrim(${table.matterNumber}))`)
      .where(sql`${table.matterId} IS NULL`),
    index('payments_by_refund_of')
      .on(table.firmId, table.refundOf)
      .where(sql`${table.refundOf} IS NOT NULL`),
    index('payments_unassigned')
      .on(table.firmId, table.createdAt, table.transactionId)
      .where(sql`${table.unassigned}`),
    // To look again at those that have not settled (ADR 55).
    index('payments_unsettled')
      .on(table.connectionId, table.transactionId)
      .where(sql`${table.settledAt} IS NULL AND ${table.status} = 'captured'`),
    index('payments_search').using('gin', table.firmId, table.type, table.searchText.op('gin_trgm_ops')),
    // An authorization of zero verifies a card; no other payment is zero.
    check(
      'payment_amount_positive',
      sql`${table.amount} > 0 OR ${table.amount} = 0 AND ${table.type} = 'authorization'`,
    ),
  ],
);

export const paymentItems = pgTable(
  'payment_items',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    transactionId: transactionIdColumn().notNull(),
    position: integer().notNull(),
    description: text().notNull(),
    /** As the processor has it; null if it does not say, see itemKindOf. Never changed: the receipt depends on it. */
    kind: text().$type<ItemKind>(),
    /** As the processor has it, whether or not the firm has such an invoice. */
    invoiceNumber: text(),
    account: text().$type<BankAccount>().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    amount: amountColumn().notNull(),
  },
  (table) => [
    unique().on(table.firmId, table.transactionId, table.position),
    unique().on(table.firmId, table.id),
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    inBankAccount(table),
    // To link what names an invoice that comes later.
    index('items_naming_invoice')
      .on(table.firmId, sql`lower(btrim(${table.invoiceNumber}))`)
      .where(sql`${table.invoiceNumber} IS NOT NULL`),
    // A waived fee is an item of zero.
    check(
      'item_surcharge_is_operating',
      sql`${table.kind} IS DISTINCT FROM 'surcharge' OR ${table.account} = 'operating'`,
    ),
    check('item_amount_positive', sql`${table.amount} >= 0`),
  ],
);

/** Invoice payments: which part of a payment paid which invoice. Reversed ones are marked, never deleted (R8). */
export const allocations = pgTable(
  'allocations',
  {
    id: text().$type<AllocationId>().primaryKey(),
    firmId: firmIdColumn(),
    transactionId: transactionIdColumn().notNull(),
    itemId: text().notNull(),
    invoiceId: text().$type<InvoiceId>().notNull(),
    amount: amountColumn().notNull(),
    reversedAt: instantColumn(),
    reversedByRefundId: refundIdColumn(),
  },
  (table) => [
    index().on(table.firmId, table.transactionId),
    index().on(table.firmId, table.invoiceId),
    foreignKey({
      columns: [table.firmId, table.itemId],
      foreignColumns: [paymentItems.firmId, paymentItems.id],
    }),
    foreignKey({ columns: [table.firmId, table.invoiceId], foreignColumns: [invoices.firmId, invoices.id] }),
    check('allocation_amount_positive', sql`${table.amount} > 0`),
  ],
);
