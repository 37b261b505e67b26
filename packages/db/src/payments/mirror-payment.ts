// Our copy of a payment as the processor has it. What a payment is never changes, so only its state is updated.
import { and, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { ConnectionId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { sum, type Currency, type Money } from '@makewhole/domain/money';
import type {
  BankAccount,
  ItemKind,
  PaymentMethod,
  PaymentStatus,
  PaymentType,
} from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { findFirstConnection } from '../connections/find-connection.ts';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import { lockPayment } from '../lock-payment.ts';
import { recordDispute, recordKnownLosses } from '../losses/record-losses.ts';
import { newId } from '../new-id.ts';
import { hasExternalRefund } from './external-refund.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { bookPayment } from './book-payment.ts';
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
  readonly items: readonly MirroredItem[];
};

export type MirroredItem = {
  readonly description: string;
  /** Kept as it came, and linked once the firm has such an invoice; only an operating item pays one. */
  readonly invoiceNumber: string | null;
  readonly account: BankAccount;
  readonly amount: Money;
  /** Left out if the processor does not say; a surcharge is operating money. */
  readonly kind?: ItemKind | null;
};

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
  if (sum(items.map((item) => item.amount)) !== amount) return 'items_disagree';
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
  const written = await upsertPayment(tx, input);
  if (written === undefined) return 'unchanged';
  const { firmId, payment, asOf } = input;
  await followDispute(tx, { ...payment, firmId, dispute: payment.dispute ?? null }, asOf);
  if (written.isNew) await insertItems(tx, input);
  else await keepInvoiceNumbers(tx, input);
  await recordLosses(tx, input);
  return written.isNew ? 'added' : 'updated';
}

/** What the record says of losses beyond the payment's row; money that never arrived cannot be lost. */
async function recordLosses(tx: Db, { firmId, payment, asOf }: MirrorInput): Promise<void> {
  const { transactionId, dispute = null, returned = null } = payment;
  if (payment.settledAt === null) return;
  const row = await lockPayment(tx, { firmId, transactionId });
  if (row === undefined) return;
  if (dispute !== null) await recordDispute(tx, row, dispute, asOf);
  if (returned !== null) await recordKnownLosses(tx, row, { at: asOf, debitedFrom: returned.debitedFrom });
}

async function upsertPayment(tx: Db, { firmId, payment, asOf, ...of }: MirrorInput) {
  const { payer, items: _items, dispute: _dispute, returned = null, ...facts } = payment;
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
      },
      setWhere: or(isNull(payments.asOf), lte(payments.asOf, asOf)),
    })
    // A row version that this statement inserted has no transaction that ended it.
    .returning({ isNew: sql<boolean>`xmax = 0` });
  return written;
}

async function insertItems(tx: Db, { firmId, payment }: MirrorInput): Promise<void> {
  const { transactionId } = payment;
  const accountOf = await findDefaultAccounts(tx, firmId);
  const items = payment.items.map((item, index) => ({
    ...item,
    ...{ firmId, transactionId, id: newId<string>('item'), position: index + 1 },
    bankAccountId: accountOf[item.account],
  }));
  await tx.insert(paymentItems).values(items);
}

/** Copies from before the numbers were kept have none. */
async function keepInvoiceNumbers(tx: Db, { firmId, payment }: MirrorInput): Promise<void> {
  for (const [index, { invoiceNumber }] of payment.items.entries()) {
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
