import { and, asc, eq } from 'drizzle-orm';
import type { FirmId, InvoiceId, TransactionId } from '@makewhole/domain/ids';
import { sum, type Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { findNumberHolder } from '../find-by-number.ts';
import { isStanding } from '../invoices/trust-applications.ts';
import { newId } from '../new-id.ts';
import { linkPaymentsOfInvoice } from '../payments/link-named.ts';
import { invoices, matters } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';
import { findMatterId } from './find-matter-id.ts';
import {
  judgeStatement,
  type IfMatch,
  type Importing,
  type NotReplaced,
  type Written,
} from './import-row.ts';
import { invoiceContent } from './list-invoices.ts';

export type InvoiceStatement = {
  /** The invoice's ID in the firm's own system. Its number may change; this never does. */
  readonly externalId: string;
  readonly number: string;
  readonly matterExternalId: string;
  /** What it bills, minor units, more than 0. */
  readonly total: Money;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  readonly closed: boolean;
  /** When the firm's own system said it. */
  readonly asOf: Date;
};

/** A payment of the invoice that stands. */
export type InvoicePayment = { readonly transactionId: TransactionId; readonly amount: Money };

/**
 * number_taken: another invoice of the firm has this number. below_allocated: payments have paid more of it than the new
 * total. paid_in_matter: payments have paid it, so it stays with its matter.
 */
export type InvoicePut =
  | Written
  | NotReplaced
  | { readonly kind: 'number_taken'; readonly externalId: string }
  | { readonly kind: 'matter_not_found' }
  | { readonly kind: 'below_allocated' | 'paid_in_matter'; readonly payments: readonly InvoicePayment[] };

/**
 * Replaces an invoice by what the firm's own system says. It posts nothing by itself: the firm's own books bill it
 * (ADR 49). Payments that name its number are linked to it and booked in the same transaction (ADR 17).
 */
export async function putInvoice(
  importing: Importing,
  { externalId, asOf, ifMatch, ...content }: InvoiceStatement & { readonly ifMatch: IfMatch },
): Promise<InvoicePut> {
  const { tx, by, record } = importing;
  const { firmId } = by;
  const standing = await findStanding(tx, firmId, externalId);
  const verdict = judgeStatement(standing, { content, asOf, ifMatch });
  if (verdict.kind === 'stale' || verdict.kind === 'changed_meanwhile') return verdict;
  const { number, total, closed, issuedOn, matterExternalId } = content;
  const matterId = await findMatterId(tx, firmId, matterExternalId);
  if (matterId === null) return { kind: 'matter_not_found' };
  const holder = await findNumberHolder(tx, invoices, { firmId, number, externalId });
  if (holder !== null) return { kind: 'number_taken', externalId: holder };
  if (standing !== null) {
    const paid = await findPayments(tx, firmId, standing.id);
    if (sum(paid.map(({ amount }) => amount)) > total) return { kind: 'below_allocated', payments: paid };
    const isMoved = standing.content.matterExternalId !== matterExternalId;
    if (isMoved && paid.length > 0) return { kind: 'paid_in_matter', payments: paid };
  }
  const invoiceId = standing?.id ?? newId<InvoiceId>('inv');
  const values = { number, total, closed, matterId, issuedAt: instantOn(issuedOn), importedAsOf: asOf };
  if (standing === null) {
    await tx.insert(invoices).values({ ...values, id: invoiceId, firmId, externalId, currency: 'USD' });
  } else await tx.update(invoices).set(values).where(eq(invoices.id, invoiceId));
  if (verdict.kind === 'unchanged') return verdict;
  const linked = await linkPaymentsOfInvoice(tx, { firmId, number, at: by.at });
  const data = { invoiceId, externalId, ...(linked > 0 && { linkedPayments: linked }) };
  record({ type: 'invoice.imported', data });
  return verdict;
}

async function findStanding(tx: Db, firmId: FirmId, externalId: string) {
  const [row] = await tx
    .select({ invoice: invoices, matterExternalId: matters.externalId })
    .from(invoices)
    .innerJoin(matters, and(eq(matters.firmId, invoices.firmId), eq(matters.id, invoices.matterId)))
    .where(and(eq(invoices.firmId, firmId), eq(invoices.externalId, externalId)))
    // Whoever holds a payment may still refer to the invoice.
    .for('no key update', { of: invoices });
  if (row === undefined) return null;
  return { id: row.invoice.id, content: invoiceContent(row), asOf: row.invoice.importedAsOf };
}

/** Noon UTC: the same date in every zone of the United States. */
function instantOn(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

function findPayments(tx: Db, firmId: FirmId, invoiceId: InvoiceId): Promise<InvoicePayment[]> {
  return tx
    .select({ transactionId: allocations.transactionId, amount: allocations.amount })
    .from(allocations)
    .where(and(eq(allocations.firmId, firmId), eq(allocations.invoiceId, invoiceId), isStanding()))
    .orderBy(asc(allocations.transactionId), asc(allocations.id));
}
