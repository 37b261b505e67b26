// Payments that look like the same one made twice: what a client calls about. A flag for people, never an act.
import { and, asc, eq, gt, lt, ne, notInArray, sql } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { viewPayments, type PaymentView, type StandingRefund } from './payment-view.ts';

/** Less than a week: what a client pays each week is no duplicate. */
const WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;
/** Nobody reads more; a payer with as many equal payments makes them on purpose. */
const SHOWN_MAX = 5;
/** Of so many equal payments at most the invoices are compared. */
const COMPARED_MAX = 50;

export type LikelyDuplicate = {
  readonly transactionId: TransactionId;
  readonly createdAt: Instant;
  readonly amount: Money;
  readonly standingRefund: StandingRefund | null;
};

/**
 * The other sales of the same payer, amount and invoice within less than seven days, oldest first. Two payments without
 * any invoice are alike if they are of the same matter.
 */
export async function findLikelyDuplicates(
  db: Db,
  firmId: FirmId,
  payment: PaymentView,
): Promise<LikelyDuplicate[]> {
  if (payment.type !== 'sale' || NEVER_PAID.includes(payment.status)) return [];
  const atMs = Date.parse(payment.createdAt);
  const rows = await db
    .select({ transactionId: payments.transactionId })
    .from(payments)
    .where(
      and(
        ...[eq(payments.firmId, firmId), eq(payments.type, 'sale'), eq(payments.amount, payment.amount)],
        ...[eq(payments.currency, payment.currency), notInArray(payments.status, [...NEVER_PAID])],
        sql`search_fold(${payments.payerName}) = search_fold(${payment.payer.name})`,
        gt(payments.createdAt, new Date(atMs - WITHIN_DAYS * DAY_MS)),
        lt(payments.createdAt, new Date(atMs + WITHIN_DAYS * DAY_MS)),
        ne(payments.transactionId, payment.transactionId),
      ),
    )
    .orderBy(asc(payments.createdAt), asc(payments.transactionId))
    .limit(COMPARED_MAX);
  const others = await viewPayments(
    db,
    firmId,
    rows.map(({ transactionId }) => transactionId),
  );
  return others
    .filter((other) => isForTheSame(payment, other))
    .slice(0, SHOWN_MAX)
    .map(({ transactionId, createdAt, amount, standingRefund }) => {
      return { transactionId, createdAt, amount, standingRefund };
    });
}

/** The money of these did not come, or went back by itself. */
const NEVER_PAID: readonly PaymentView['status'][] = ['voided', 'failed', 'returned'];

function isForTheSame(one: PaymentView, other: PaymentView): boolean {
  const [ones, others] = [invoicesOf(one), invoicesOf(other)];
  if (ones.length === 0 && others.length === 0) return one.matterId === other.matterId;
  return ones.some((number) => others.includes(number));
}

function invoicesOf({ items, namedInvoiceNumbers }: PaymentView): string[] {
  const ofItems = items.flatMap((item) => item.invoiceNumber ?? item.unknownInvoiceNumber ?? []);
  return [...ofItems, ...namedInvoiceNumbers].map((number) => number.trim().toLowerCase());
}
