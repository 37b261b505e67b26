import { and, asc, eq } from 'drizzle-orm';
import type { RefundId, TransactionId } from '@makewhole/domain/ids';
import { sum } from '@makewhole/domain/money';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { findMatter, type WantedMatter } from '../find-by-number.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { bookPayment } from './book-payment.ts';
import { UNDESCRIBED, insertItems, type NewItem } from './insert-items.ts';
import { linkPayment } from './link-payment.ts';
import { findStandingRefund, lockPayment, type PaymentRow } from '../lock-payment.ts';

export type AssignedItem = Omit<NewItem, 'description'> & {
  /** Null for the processor's own words. */
  readonly description: string | null;
};

export type WantedAssignment = {
  readonly transactionId: TransactionId;
  /** Null for the one that it has, if any. */
  readonly matter: WantedMatter | null;
  /** Which accounts its money went to, and which invoices it paid; null for what is known. */
  readonly items: readonly AssignedItem[] | null;
};

/**
 * unchanged: it is assigned so already. another_matter: it already has one, which may own its trust money. is_refund: it refunds another payment.
 * other_items: it has items, and these are not the same. items_disagree: they do not sum to its amount.
 */
export type PaymentAssigned =
  | {
      readonly kind:
        | 'assigned'
        | 'unchanged'
        | 'payment_not_found'
        | 'matter_not_found'
        | 'another_matter'
        | 'is_refund'
        | 'not_captured'
        | 'other_items'
        | 'items_disagree';
    }
  | { readonly kind: 'refund_stands'; readonly refundId: RefundId };

/**
 * Assigns a payment: to a matter, where it has none, whose client then owns its trust money (B15); and to accounts and
 * invoices, where the processor has no items. Its receipt is booked with it. Repeating it changes nothing. Refused while a
 * refund of the payment stands, because the refund's books say whose money it was.
 */
export function assignPayment(db: Db, by: ChangedBy, wanted: WantedAssignment): Promise<PaymentAssigned> {
  return db.transaction(async (tx) => {
    const { firmId, at } = by;
    const key = { firmId, transactionId: wanted.transactionId };
    const payment = await lockPayment(tx, key);
    if (payment === undefined) return { kind: 'payment_not_found' };
    if (payment.type === 'refund') return { kind: 'is_refund' };
    const matterId = wanted.matter === null ? payment.matterId : await findMatter(tx, by, wanted.matter);
    if (wanted.matter !== null && matterId === null) return { kind: 'matter_not_found' };
    const items = wanted.items === null ? 'same' : await compareItems(tx, payment, wanted.items);
    if (items === 'same' && payment.matterId === matterId) return { kind: 'unchanged' };
    const refundId = await findStandingRefund(tx, key);
    if (refundId !== null) return { kind: 'refund_stands', refundId };
    if (items !== 'same' && items !== 'new') return { kind: items };
    if (payment.matterId !== null && payment.matterId !== matterId) return { kind: 'another_matter' };
    if (payment.matterId !== matterId) {
      const ofPayment = and(eq(payments.firmId, firmId), eq(payments.transactionId, key.transactionId));
      await tx.update(payments).set({ matterId }).where(ofPayment);
    }
    const added = items === 'new' ? wanted.items : null;
    if (added !== null) {
      const described = added.map((item) => describedItem(payment, item));
      await insertItems(tx, key, described);
    }
    await appendFirmEvent(tx, by, {
      type: 'payment.assigned',
      data: {
        transactionId: key.transactionId,
        matterId,
        ...(added !== null && { items: added.map(({ account, amount }) => ({ account, amount })) }),
      },
    });
    await linkPayment(tx, key);
    await bookPayment(tx, key, at);
    return { kind: 'assigned' };
  });
}

/** Whether the payment lacks items and may get these, has the same already, or why it cannot get them. */
async function compareItems(
  tx: Db,
  payment: PaymentRow,
  items: readonly AssignedItem[],
): Promise<'new' | 'same' | 'other_items' | 'items_disagree' | 'not_captured'> {
  const known = await tx
    .select()
    .from(paymentItems)
    .where(
      and(eq(paymentItems.firmId, payment.firmId), eq(paymentItems.transactionId, payment.transactionId)),
    )
    .orderBy(asc(paymentItems.position));
  if (!payment.unassigned) {
    const isSame =
      known.length === items.length && items.every((item, index) => isSameItem(payment, known[index], item));
    return isSame ? 'same' : 'other_items';
  }
  // What is captured may be less than what was authorized.
  if (payment.type === 'authorization') return 'not_captured';
  return sum(items.map(({ amount }) => amount)) === payment.amount ? 'new' : 'items_disagree';
}

function isSameItem(
  payment: PaymentRow,
  known: typeof paymentItems.$inferSelect | undefined,
  item: AssignedItem,
): boolean {
  const { description, account, amount, invoiceNumber } = describedItem(payment, item);
  return (
    known !== undefined &&
    known.account === account &&
    known.amount === amount &&
    known.invoiceNumber === invoiceNumber &&
    (item.description === null || known.description === description)
  );
}

function describedItem(payment: PaymentRow, { description, ...item }: AssignedItem): NewItem {
  return { ...item, description: description ?? payment.description ?? UNDESCRIBED };
}
