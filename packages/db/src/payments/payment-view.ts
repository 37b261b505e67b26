// A payment as everything outside the stores sees it: what decides whether it can be refunded, and what a person needs
// to recognize it (R2).
import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Instant } from '@makewhole/domain/bank-calendar';
import {
  TRANSACTION_ID_LENGTH_MAX,
  type FirmId,
  type MatterId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { money, sum, type Money } from '@makewhole/domain/money';
import {
  BANK_ACCOUNTS,
  itemKindOf,
  type Allocation,
  type BankAccount,
  type ItemKind,
  type Leg,
  type PaymentFacts,
} from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { clients, invoices, matters } from '../schema/matters.ts';
import { allocations, paymentItems, payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { isInTheBooks } from './book-payment.ts';
import { isStanding } from '../invoices/trust-applications.ts';
import { isStorableText } from '@makewhole/domain/storable-text';

export type PaymentItemView = {
  readonly id: string;
  /** What it is for; null if nobody said, and neither its account nor an invoice does. */
  readonly kind: ItemKind | null;
  readonly description: string;
  /** The invoice that it paid; null if it paid none of the firm's. */
  readonly invoiceNumber: string | null;
  /** That invoice's ID in the firm's own system. */
  readonly invoiceExternalId: string | null;
  /** The number of an invoice that the processor names but the firm does not have; otherwise null. */
  readonly unknownInvoiceNumber: string | null;
  readonly account: BankAccount;
  readonly amount: Money;
};

export type PaymentView = PaymentFacts & {
  readonly last4: string;
  readonly payer: { readonly name: string; readonly email: string | null };
  readonly matter: {
    readonly id: MatterId;
    /** Its ID in the firm's own system. */
    readonly externalId: string;
    readonly number: string;
    readonly name: string;
  } | null;
  /** The name of the matter's client; null without a matter. */
  readonly clientName: string | null;
  /** The number of a matter that the processor names but the firm does not have; otherwise null. */
  readonly unknownMatterNumber: string | null;
  /** Nobody has said which accounts its money went to. */
  readonly unassigned: boolean;
  /** Where the processor has no items: what it says of the payment, and the invoices that it names. */
  readonly description: string | null;
  readonly namedInvoiceNumbers: readonly string[];
  readonly createdAt: Instant;
  /** Why the bank returned it, such as R01; null if it did not, or nobody said. */
  readonly returnCode: string | null;
  /** In the processor's order. For type `refund`: the items of the payment that it refunded. */
  readonly items: readonly PaymentItemView[];
  readonly allocations: readonly Allocation[];
  /** The payment's standing refund, open or succeeded (R4). */
  readonly refundId: RefundId | null;
  /** For type `refund`: the payment that it refunded, and our refund that did so; null for the other types. */
  readonly refundOf: { readonly transactionId: TransactionId; readonly refundId: RefundId | null } | null;
};

/**
 * The firm's payment with exactly this transaction ID, byte for byte (R1): same case, no partial match, no trimming,
 * no Unicode normalization. Null if there is none; a payment of another firm also gives null.
 */
export async function findPayment(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<PaymentView | null> {
  if (transactionId.length > TRANSACTION_ID_LENGTH_MAX || !isStorableText(transactionId)) return null;
  const [payment] = await viewPayments(db, firmId, [transactionId]);
  return payment ?? null;
}

/** Loads payments of one firm by ID, in the given order, in two queries. Leaves out unknown IDs. */
export async function viewPayments(
  db: Db,
  firmId: FirmId,
  transactionIds: readonly TransactionId[],
): Promise<PaymentView[]> {
  if (transactionIds.length === 0) return [];
  const [rows, items] = await readConsistently(db, (tx) =>
    Promise.all([findRows(tx, firmId, transactionIds), findItems(tx, firmId, transactionIds)]),
  );
  const rowsById = new Map(rows.map((row) => [row.payment.transactionId, row]));
  const itemsById = Map.groupBy(items, (item) => item.transactionId);
  return transactionIds.flatMap((id) => {
    const row = rowsById.get(id);
    return row === undefined ? [] : [viewOf(row, itemsById.get(id) ?? [])];
  });
}

const ownRefunds = alias(refunds, 'own_refunds');

/** The predicate of the index refunds_one_standing, word for word, so that a prepared statement can use it. */
const IS_STANDING = sql`(${refunds.closedAt} IS NULL OR ${refunds.status} NOT IN ('rejected', 'declined', 'canceled', 'failed'))`;

type PaymentRow = Awaited<ReturnType<typeof findRows>>[number];

function findRows(db: Db, firmId: FirmId, transactionIds: readonly TransactionId[]) {
  return db
    .select({
      payment: payments,
      inTheBooks: isInTheBooks(),
      matter: {
        ...{ id: matters.id, externalId: matters.externalId },
        ...{ number: matters.number, name: matters.name },
      },
      clientName: clients.name,
      refundId: refunds.id,
      ownRefundId: ownRefunds.id,
    })
    .from(payments)
    .leftJoin(matters, and(eq(matters.firmId, payments.firmId), eq(matters.id, payments.matterId)))
    .leftJoin(clients, and(eq(clients.firmId, matters.firmId), eq(clients.id, matters.clientId)))
    .leftJoin(
      refunds,
      and(
        eq(refunds.firmId, payments.firmId),
        eq(refunds.transactionId, payments.transactionId),
        IS_STANDING,
      ),
    )
    .leftJoin(
      ownRefunds,
      and(
        sql`${payments.type} = 'refund'`,
        eq(ownRefunds.firmId, payments.firmId),
        eq(ownRefunds.processorRefundId, payments.transactionId),
      ),
    )
    .where(and(eq(payments.firmId, firmId), isAnyOf(transactionIds)))
    .prepare('payments_by_id')
    .execute();
}

type ItemRow = Awaited<ReturnType<typeof findItems>>[number];

function findItems(db: Db, firmId: FirmId, transactionIds: readonly TransactionId[]) {
  return db
    .select({
      transactionId: payments.transactionId,
      itemId: paymentItems.id,
      description: paymentItems.description,
      kind: paymentItems.kind,
      account: paymentItems.account,
      amount: paymentItems.amount,
      allocation: {
        id: allocations.id,
        invoiceId: allocations.invoiceId,
        amount: allocations.amount,
      },
      invoiceNumber: invoices.number,
      invoiceExternalId: invoices.externalId,
      namedNumber: paymentItems.invoiceNumber,
    })
    .from(payments)
    .innerJoin(
      paymentItems,
      and(
        eq(paymentItems.firmId, payments.firmId),
        sql`${paymentItems.transactionId} = coalesce(${payments.refundOf}, ${payments.transactionId})`,
      ),
    )
    .leftJoin(
      allocations,
      and(
        eq(allocations.firmId, paymentItems.firmId),
        eq(allocations.transactionId, paymentItems.transactionId),
        eq(allocations.itemId, paymentItems.id),
        isStanding(),
      ),
    )
    .leftJoin(invoices, and(eq(invoices.firmId, allocations.firmId), eq(invoices.id, allocations.invoiceId)))
    .where(and(eq(payments.firmId, firmId), isAnyOf(transactionIds)))
    .orderBy(asc(paymentItems.position), asc(invoices.number))
    .prepare('payment_items_by_id')
    .execute();
}

/** One parameter whatever the number of IDs, so that there is one statement to prepare. */
function isAnyOf(transactionIds: readonly TransactionId[]) {
  return sql`${payments.transactionId} = ANY(${sql.param([...transactionIds])}::text[])`;
}

function viewOf(
  { payment, inTheBooks, matter, clientName, refundId, ownRefundId }: PaymentRow,
  rows: readonly ItemRow[],
): PaymentView {
  const items = [...Map.groupBy(rows, (row) => row.itemId).values()].flatMap(([first]) =>
    first === undefined ? [] : [itemOf(first)],
  );
  const { transactionId, type, status, method, amount, currency, last4, disputed } = payment;
  const appliedFromTrust = sum(
    rows.flatMap(({ account, allocation }) =>
      account === 'trust' && allocation !== null ? [allocation.amount] : [],
    ),
  );
  return {
    transactionId,
    type,
    status,
    method,
    amount,
    currency,
    last4,
    payer: { name: payment.payerName, email: payment.payerEmail },
    matterId: payment.matterId,
    matter,
    clientName,
    unknownMatterNumber: payment.matterId === null ? payment.matterNumber : null,
    unassigned: payment.unassigned,
    description: payment.description,
    namedInvoiceNumbers: payment.invoiceNumbers ?? [],
    createdAt: payment.createdAt.toISOString(),
    settledAt: payment.settledAt?.toISOString() ?? null,
    returnCode: payment.returnCode,
    disputed,
    refundedElsewhere: payment.refundedElsewhere,
    inTheBooks,
    items,
    legs: legsOf(items, appliedFromTrust),
    appliedFromTrust,
    allocations: rows.flatMap(({ allocation, invoiceNumber }) =>
      allocation === null || invoiceNumber === null ? [] : [{ ...allocation, invoiceNumber }],
    ),
    refundId,
    refundOf: payment.refundOf === null ? null : { transactionId: payment.refundOf, refundId: ownRefundId },
  };
}

function itemOf({ namedNumber, itemId: id, ...item }: ItemRow): PaymentItemView {
  const { description, invoiceNumber, invoiceExternalId, account, amount } = item;
  // Trust money and a surcharge pay no invoice, and an amount of zero pays nothing.
  const pays = invoiceNumber === null && account === 'operating' && amount > 0 && item.kind !== 'surcharge';
  const kind = itemKindOf({ ...item, invoiceNumber: invoiceNumber ?? namedNumber });
  const unknownInvoiceNumber = pays ? namedNumber : null;
  const invoice = { invoiceNumber, invoiceExternalId, unknownInvoiceNumber };
  return { id, kind, description, ...invoice, account, amount };
}

/** Where the money is now, account by account (R6): what was applied from trust is in operating. */
function legsOf(items: readonly PaymentItemView[], appliedFromTrust: Money): Leg[] {
  return BANK_ACCOUNTS.flatMap((account) => {
    const received = sum(items.filter((item) => item.account === account).map((item) => item.amount));
    const amount = money(received + (account === 'trust' ? -appliedFromTrust : appliedFromTrust));
    return amount === 0 ? [] : [{ account, amount }];
  });
}
