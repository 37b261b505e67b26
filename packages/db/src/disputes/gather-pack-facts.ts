// What we hold about a disputed payment that may answer the dispute, section by section.
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import {
  FACTS_OF_NO_REFUND,
  type PackEmail,
  type PackFacts,
  type PackInvoice,
} from '@makewhole/domain/evidence-pack';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { clients, invoices, matters } from '../schema/matters.ts';
import { notifications } from '../schema/notifications.ts';
import { allocations, paymentItems, payments } from '../schema/payments.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { principals } from '../schema/firms.ts';

type Key = { readonly firmId: FirmId; readonly transactionId: TransactionId };

export async function gatherPackFacts(db: Db, key: Key): Promise<PackFacts> {
  const [{ payment, matter }, items, applied, refund] = await Promise.all([
    findPayment(db, key),
    findItems(db, key),
    findInvoices(db, key),
    findNewestRefund(db, key),
  ]);
  return {
    payment: {
      transactionId: payment.transactionId,
      ...{ amount: payment.amount, currency: payment.currency },
      ...{ method: payment.method, last4: payment.last4 },
      ...{ payerName: payment.payerName, payerEmail: payment.payerEmail },
      createdAt: payment.createdAt.toISOString(),
      settledAt: payment.settledAt?.toISOString() ?? null,
      items,
    },
    invoices: applied,
    matter,
    ...(refund === null ? FACTS_OF_NO_REFUND : await factsOfRefund(db, key.firmId, refund)),
  };
}

async function findPayment(db: Db, { firmId, transactionId }: Key) {
  const [found] = await db
    .select({
      payment: payments,
      number: matters.number,
      name: matters.name,
      client: clients.name,
    })
    .from(payments)
    .leftJoin(matters, and(eq(matters.firmId, payments.firmId), eq(matters.id, payments.matterId)))
    .leftJoin(clients, and(eq(clients.firmId, matters.firmId), eq(clients.id, matters.clientId)))
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
  if (found === undefined) throw new Error(`There is no payment ${transactionId} to answer a dispute about`);
  const { payment, number, name, client } = found;
  const isKnown = number !== null && name !== null && client !== null;
  return { payment, matter: isKnown ? { number, name, client } : null };
}

function findItems(db: Db, { firmId, transactionId }: Key) {
  return db
    .select({ description: paymentItems.description, amount: paymentItems.amount })
    .from(paymentItems)
    .where(and(eq(paymentItems.firmId, firmId), eq(paymentItems.transactionId, transactionId)))
    .orderBy(asc(paymentItems.position));
}

async function findInvoices(db: Db, { firmId, transactionId }: Key): Promise<PackInvoice[]> {
  const rows = await db
    .select({
      number: invoices.number,
      issuedAt: invoices.issuedAt,
      total: invoices.total,
      applied: allocations.amount,
      reversedAt: allocations.reversedAt,
    })
    .from(allocations)
    .innerJoin(invoices, and(eq(invoices.firmId, allocations.firmId), eq(invoices.id, allocations.invoiceId)))
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId)))
    .orderBy(asc(invoices.number), asc(allocations.id));
  return rows.map(({ issuedAt, reversedAt, ...row }) => ({
    ...row,
    issuedAt: issuedAt.toISOString(),
    reversedAt: reversedAt?.toISOString() ?? null,
  }));
}

type RefundRow = typeof refunds.$inferSelect;

/** The newest refund of the payment that moved money, or may. */
async function findNewestRefund(db: Db, { firmId, transactionId }: Key): Promise<RefundRow | null> {
  const [row] = await db
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        isNotNull(refunds.processorRefundId),
      ),
    )
    .orderBy(desc(refunds.requestedAt), desc(refunds.id))
    .limit(1);
  return row ?? null;
}

async function factsOfRefund(
  db: Db,
  firmId: FirmId,
  row: RefundRow,
): Promise<Pick<PackFacts, 'refund' | 'emails' | 'history' | 'notes'>> {
  const [emails, events, by] = await Promise.all([
    findEmails(db, firmId, row),
    findEvents(db, firmId, row),
    findName(db, row),
  ]);
  const at = row.requestedAt.toISOString();
  const noted = row.internalNote !== null && row.internalNote !== '';
  return {
    refund: {
      ...{ id: row.id, status: row.status, amount: row.amount, currency: row.currency },
      requestedAt: at,
      settledAt: row.settledAt?.toISOString() ?? null,
      processorRefundId: row.processorRefundId,
      traceNumber: row.traceNumber,
    },
    emails,
    history: { events, headHash: row.headHash },
    notes: [
      { kind: 'reason', at, by, text: row.reason },
      ...(noted ? [{ kind: 'internal_note' as const, at, by, text: row.internalNote ?? '' }] : []),
    ],
  };
}

async function findEmails(db: Db, firmId: FirmId, { id }: RefundRow): Promise<PackEmail[]> {
  const rows = await db
    .select({
      event: notifications.event,
      recipientName: notifications.recipientName,
      recipientEmail: notifications.recipientEmail,
      sentAt: notifications.sentAt,
    })
    .from(notifications)
    .where(
      and(eq(notifications.firmId, firmId), eq(notifications.refundId, id), eq(notifications.status, 'sent')),
    )
    .orderBy(asc(notifications.sentAt));
  // What only reminds the firm's own people of a task proves nothing to a bank.
  return rows.flatMap(({ sentAt, ...email }) =>
    sentAt === null || email.event.includes(':') ? [] : [{ ...email, sentAt: sentAt.toISOString() }],
  );
}

async function findEvents(db: Db, firmId: FirmId, { id }: RefundRow) {
  const rows = await db
    .select({ at: refundEvents.at, type: refundEvents.type })
    .from(refundEvents)
    .where(and(eq(refundEvents.firmId, firmId), eq(refundEvents.refundId, id)))
    .orderBy(asc(refundEvents.seq))
    .limit(EVENTS_MAX);
  // A bank wants to know when the money moved; what the firm's own people did beside it is not its business.
  return rows
    .filter(({ type }) => type.startsWith('refund.'))
    .map(({ at, type }) => ({ type, at: at.toISOString() }));
}

const EVENTS_MAX = 500;

async function findName(db: Db, { requestedBy }: RefundRow): Promise<string> {
  const [found] = await db
    .select({ name: principals.name })
    .from(principals)
    .where(eq(principals.id, requestedBy));
  return found?.name ?? requestedBy;
}
