// How people share the work: who looks after a task, who put it off, and what they write to each other. Nothing here
// changes who may do what. Append-only.
import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { ObligationId, PrincipalId } from '@makewhole/domain/ids';
import {
  firmIdColumn,
  instantColumn,
  principalIdColumn,
  refundIdColumn,
  transactionIdColumn,
} from './columns.ts';
import { firms, principals } from './firms.ts';
import { obligations } from './obligations.ts';
import { payments } from './payments.ts';
import { refunds } from './refunds.ts';

/** Who looks after a task: the one with the highest number stands. */
export const taskAssignments = pgTable(
  'task_assignments',
  {
    firmId: firmIdColumn(),
    obligationId: text().$type<ObligationId>().notNull(),
    /** 1, 2, 3 ... of the task. */
    nth: integer().notNull(),
    /** Null: nobody any more. */
    assigneeId: principalIdColumn(),
    assignedBy: principalIdColumn().notNull(),
    assignedAt: instantColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.obligationId, table.nth] }),
    ofObligation(table),
    foreignKey({
      columns: [table.firmId, table.assigneeId],
      foreignColumns: [principals.firmId, principals.id],
    }),
    foreignKey({
      columns: [table.firmId, table.assignedBy],
      foreignColumns: [principals.firmId, principals.id],
    }),
  ],
);

/** Until when a person put a task off for themselves: the one with the highest number stands. */
export const taskSnoozes = pgTable(
  'task_snoozes',
  {
    firmId: firmIdColumn(),
    obligationId: text().$type<ObligationId>().notNull(),
    principalId: principalIdColumn().notNull(),
    /** 1, 2, 3 ... of the task and the person. */
    nth: integer().notNull(),
    /** The bank day on which it is back; null: it is back already. */
    until: date().$type<BankDate>(),
    snoozedAt: instantColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.obligationId, table.principalId, table.nth] }),
    ofObligation(table),
    foreignKey({
      columns: [table.firmId, table.principalId],
      foreignColumns: [principals.firmId, principals.id],
    }),
  ],
);

/** What people of the firm write to each other about a payment, or one of its refunds. */
export const comments = pgTable(
  'comments',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    transactionId: transactionIdColumn().notNull(),
    /** Null if it is about the payment itself. */
    refundId: refundIdColumn(),
    authorId: principalIdColumn().notNull(),
    text: text().notNull(),
    /** Its hash is in the timeline, and this keeps a short text from being guessed from it. */
    salt: text().notNull(),
    /** Who gets an email of it. */
    mentions: text()
      .array()
      .$type<PrincipalId[]>()
      .notNull()
      .default(sql`'{}'`),
    writtenAt: instantColumn().notNull(),
  },
  (table) => [
    index('comments_of_payment').on(table.firmId, table.transactionId, table.writtenAt),
    foreignKey({
      columns: [table.firmId, table.transactionId],
      foreignColumns: [payments.firmId, payments.transactionId],
    }),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    foreignKey({
      columns: [table.firmId, table.authorId],
      foreignColumns: [principals.firmId, principals.id],
    }),
    check('comment_says_something', sql`${table.text} <> ''`),
  ],
);

function ofObligation(table: { firmId: AnyPgColumn; obligationId: AnyPgColumn }) {
  return foreignKey({
    columns: [table.firmId, table.obligationId],
    foreignColumns: [obligations.firmId, obligations.id],
  });
}
