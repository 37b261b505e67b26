// Our copy of a payment as the processor has it. What a payment is never changes, so only its state is updated.
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { ConnectionId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { sum, type Currency, type Money } from '@makewhole/domain/money';
import type { BankAccount, PaymentMethod, PaymentStatus, PaymentType } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { findConnection, findFirstConnection } from '../connections/find-connection.ts';
import { lockPayment } from '../lock-payment.ts';
import { recordDispute, recordKnownLosses } from '../losses/record-losses.ts';
import { hasExternalRefund } from './external-refund.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { bookPayment } from './book-payment.ts';
import { UNDESCRIBED, insertItems, type NewItem } from './insert-items.ts';
import { followDispute, type MirroredDispute } from './follow-dispute.ts';
import { linkPayment } from './link-payment.ts';

/** A payment as the processor's record has it. */
export type MirroredPayment = {
  readonly transactionId: TransactionId;
  readonly type: Exclude<PaymentType, 'refund'>;
  readonly status: PaymentStatus;
  readonly amount: Money;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly last4: string;
  readonly payer: { readonly name: string; readonly email: string | null };
  /** As the payer or the firm entered it, whether or not the firm has such a matter: kept, and linked once it has. */
  readonly matterNumber: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  readonly disputed: boolean;
  /** A dispute was lost: the client's bank took the money back. */
  readonly disputeLost: boolean;
  /** Its latest dispute; left out if the record does not say. */
  readonly dispute?: MirroredDispute | null;
  /** How the bank returned it, if the processor says so; left out if it did not, or the record does not say. */
  readonly returned?: { readonly code: string | null; readonly debitedFrom: BankAccount | null } | null;
  /** It was refunded, and not by one of our refunds. */
  readonly refundedElsewhere: boolean;
  /** Null if the processor has none: see itemsOf. */
  readonly items: readonly MirroredItem[] | null;
  /** What it is for, and the invoices that it names, where it has no items. */
  readonly description?: string | null;
  readonly invoiceNumbers?: readonly string[];
};

export type MirroredItem = NewItem;

export type MirrorInput = {
  readonly firmId: FirmId;
  /** The connection whose record it is; left out for the firm's first one. A known payment keeps its own. */
  readonly connectionId?: ConnectionId;
  readonly payment: MirroredPayment;
  /** When the record was true: when the processor was asked, or its event happened. */
  readonly asOf: Date;
};

/** unchanged: we have a newer record. items_disagree: the items do not sum to the amount, so nothing was written. */
export type MirrorOutcome = 'added' | 'updated' | 'unchanged' | 'items_disagree';

/**
 * Adds a payment with its items and allocations, or updates its state, and posts its receipt once it settled (B15). Of
 * two concurrent calls, one adds and one updates.
 */
export async function mirrorPayment(db: Db, input: MirrorInput): Promise<MirrorOutcome> {
  const { items, amount } = input.payment;
  if (items !== null && sum(items.map((item) => item.amount)) !== amount) return 'items_disagree';
  return db.transaction(async (tx) => {
    const outcome = await writePayment(tx, input);
    const { firmId, payment, asOf } = input;
    const key = { firmId, transactionId: payment.transactionId };
    await linkPayment(tx, key);
    await bookPayment(tx, key, asOf);
    return outcome;
  });
}

async function writePayment(tx: Db, input: MirrorInput): Promise<'added' | 'updated' | 'unchanged'> {
  const { firmId, payment, asOf } = input;
  const before = await lockPayment(tx, { firmId, transactionId: payment.transactionId });
  const written = await upsertPayment(tx, input);
  if (written === undefined) return 'unchanged';
  const wasOpen = before !== undefined && before.disputed && !before.disputeLost;
  const disputed = { ...payment, firmId, dispute: payment.dispute ?? null };
  await followDispute(tx, disputed, { wasOpen, at: asOf });
  if (written.isNew || written.unassigned) {
    const items = await itemsOf(tx, payment, { firmId, connectionId: written.connectionId });
    if (items !== null) await insertItems(tx, { firmId, transactionId: payment.transactionId }, items);
  } else await keepInvoiceNumbers(tx, input);
  await recordLosses(tx, input);
  return written.isNew ? 'added' : 'updated';
}

/**
 * The payment's items: the processor's own, or else all of it in the one account that the connection pays out to. Null if
 * neither says: nobody may guess whether it is trust money, so a person must assign it.
 */
async function itemsOf(
  tx: Db,
  { items, amount, description = null, invoiceNumbers = [] }: MirroredPayment,
  connection: { readonly firmId: FirmId; readonly connectionId: ConnectionId },
): Promise<readonly MirroredItem[] | null> {
  if (items !== null) return items;
  const account = (await findConnection(tx, connection))?.paysOutTo ?? 'mixed';
  if (account === 'mixed' || amount === 0) return null;
  // Of several, nobody says how much each got; and trust money pays no invoice.
  const invoiceNumber =
    account === 'operating' && invoiceNumbers.length === 1 ? (invoiceNumbers[0] ?? null) : null;
  return [{ description: description ?? UNDESCRIBED, invoiceNumber, account, amount }];
}

/** What the record says of losses beyond the payment's row; money that never arrived cannot be lost. */
async function recordLosses(tx: Db, { firmId, payment, asOf }: MirrorInput): Promise<void> {
  const { transactionId, dispute = null, returned = null } = payment;
  if (payment.settledAt === null) return;
  const row = await lockPayment(tx, { firmId, transactionId });
  // Which account lost it is known once somebody has said which one received it.
  if (row === undefined || row.unassigned) return;
  if (dispute !== null) await recordDispute(tx, row, dispute, asOf);
  if (returned !== null) await recordKnownLosses(tx, row, { at: asOf, debitedFrom: returned.debitedFrom });
}

async function upsertPayment(tx: Db, { firmId, payment, asOf, ...of }: MirrorInput) {
  const { payer, items, dispute: _dispute, returned = null, invoiceNumbers = [], ...facts } = payment;
  const isWithoutItems = items === null;
  const { type, status, settledAt, disputed, disputeLost } = facts;
  // The processor's record reports refunds without a reference; we may know of one with somebody else's (B12).
  const knownExternally = hasExternalRefund(firmId, payment.transactionId);
  const refundedElsewhere = sql<boolean>`${facts.refundedElsewhere} OR ${knownExternally}`;
  const connectionId = of.connectionId ?? (await findFirstConnection(tx, firmId)).id;
  const [written] = await tx
    .insert(payments)
    .values({
      ...facts,
      refundedElsewhere,
      ...{ firmId, connectionId },
      unassigned: isWithoutItems && facts.amount > 0,
      description: isWithoutItems ? (facts.description ?? null) : null,
      invoiceNumbers: isWithoutItems && invoiceNumbers.length > 0 ? [...invoiceNumbers] : null,
      payerName: payer.name,
      payerEmail: payer.email,
      returnCode: returned?.code ?? null,
      asOf,
    })
    .onConflictDoUpdate({
      target: [payments.firmId, payments.transactionId],
      set: {
        // A captured authorization becomes a sale.
        ...{ type, settledAt, disputed, disputeLost, refundedElsewhere, asOf },
        // The processor does not know of a return that a person reported.
        status: sql`CASE WHEN ${payments.returnedByHand} THEN ${payments.status} ELSE ${status} END`,
        returnCode: sql`coalesce(excluded.return_code, ${payments.returnCode})`,
        // Older copies have none.
        matterNumber: sql`coalesce(${payments.matterNumber}, excluded.matter_number)`,
        invoiceNumbers: sql`coalesce(${payments.invoiceNumbers}, excluded.invoice_numbers)`,
      },
      setWhere: or(isNull(payments.asOf), lte(payments.asOf, asOf)),
    })
    // A row version that this statement inserted has no transaction that ended it.
    .returning({
      isNew: sql<boolean>`xmax = 0`,
      unassigned: payments.unassigned,
      connectionId: payments.connectionId,
    });
  return written;
}

/** Copies from before the numbers were kept have none. */
async function keepInvoiceNumbers(tx: Db, { firmId, payment }: MirrorInput): Promise<void> {
  for (const [index, { invoiceNumber }] of (payment.items ?? []).entries()) {
    if (invoiceNumber === null) continue;
    await tx
      .update(paymentItems)
      .set({ invoiceNumber })
      .where(
        and(
          eq(paymentItems.firmId, firmId),
          eq(paymentItems.transactionId, payment.transactionId),
          eq(paymentItems.position, index + 1),
          isNull(paymentItems.invoiceNumber),
        ),
      );
  }
}
