// What the client owes on an invoice by our books: what it billed, less the payments that stand and what was forgiven. A
// payment that only the firm's own system knows is not in them, so the true balance may be smaller, never larger.
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { formatMoney, money, type Money } from '@makewhole/domain/money';
import {
  decisionFault,
  proposedDecision,
  type DecisionFault,
  type InvoiceDecision,
} from '@makewhole/domain/invoice-decisions';
import type { AllocationId, FirmId, InvoiceId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { invoices } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';

/** An invoice payment whose invoice is decided. */
export type DecidedAllocation = {
  readonly firmId: FirmId;
  readonly allocationId: AllocationId;
  readonly amount: Money;
};

export type InvoiceAnswer = {
  readonly decision: InvoiceDecision;
  /** For paid_otherwise: the payment that paid the invoice. */
  readonly payingTransactionId?: TransactionId | null | undefined;
};

/**
 * Why an invoice cannot be decided that way, with its open balance; null if it can. Locks the invoice, so that two
 * decisions about it cannot both use the same balance.
 */
export async function checkInvoiceDecision(
  tx: Db,
  about: DecidedAllocation,
  { decision, payingTransactionId }: InvoiceAnswer,
): Promise<DecisionFault | null> {
  if (decision === 'still_due') return null;
  const invoice = await findInvoice(tx, about);
  await lockInvoice(tx, invoice);
  const payers = decision === 'paid_otherwise' ? await findPayers(tx, about, invoice) : [];
  const isPaidBy = payers.some((payer) => payer === payingTransactionId);
  const openBalance = await openBalanceOf(tx, about, invoice);
  return decisionFault({ decision, amount: about.amount, openBalance, isPaidBy });
}

/** The fault in words, which say what to do. */
export function describeFault(fault: DecisionFault): string {
  switch (fault.kind) {
    case 'exceeds_open_balance':
      return `By our books ${formatMoney(fault.openBalance, 'USD')} of the invoice is open: no more than that can be written off or credited. If another payment paid it, decide paid_otherwise and name that payment.`;
    case 'invoice_still_open':
      return `By our books ${formatMoney(fault.openBalance, 'USD')} of the invoice is still open, so no other payment has paid it in full. Decide still_due, write it off or credit it.`;
    case 'not_a_payment_of_it':
      return 'Name the transaction ID of another payment of your firm that paid this invoice, and that was neither refunded nor taken back.';
  }
}

export type Proposal = {
  readonly proposed: 'paid_otherwise' | null;
  /** The payment that paid it, if there is exactly one. */
  readonly payingTransactionId: TransactionId | null;
};

/** What the books propose for an invoice whose payment was just reversed. */
export async function proposeDecision(tx: Db, about: Omit<DecidedAllocation, 'amount'>): Promise<Proposal> {
  const invoice = await findInvoice(tx, about);
  const payers = await findPayers(tx, about, invoice);
  const [payer = null, ...others] = payers;
  const proposed = payer === null ? null : proposedDecision(await openBalanceOf(tx, about, invoice));
  return { proposed, payingTransactionId: proposed === null || others.length > 0 ? null : payer };
}

type Invoice = { readonly id: InvoiceId; readonly total: Money; readonly transactionId: TransactionId };

async function findInvoice(
  tx: Db,
  { firmId, allocationId }: Pick<DecidedAllocation, 'firmId' | 'allocationId'>,
): Promise<Invoice> {
  const [row] = await tx
    .select({ id: invoices.id, total: invoices.total, transactionId: allocations.transactionId })
    .from(allocations)
    .innerJoin(invoices, and(eq(invoices.firmId, allocations.firmId), eq(invoices.id, allocations.invoiceId)))
    .where(and(eq(allocations.firmId, firmId), eq(allocations.id, allocationId)));
  if (row === undefined) throw new Error(`There is no invoice payment ${allocationId}`);
  return row;
}

/** What is open on an invoice, which is locked until the end of the transaction. */
export async function findOpenBalance(
  tx: Db,
  { firmId, invoiceId }: { readonly firmId: FirmId; readonly invoiceId: InvoiceId },
): Promise<Money> {
  const [invoice] = await tx
    .select({ id: invoices.id, total: invoices.total })
    .from(invoices)
    .where(and(eq(invoices.firmId, firmId), eq(invoices.id, invoiceId)))
    .for('update');
  if (invoice === undefined) throw new Error(`There is no invoice ${invoiceId}`);
  return openBalanceOf(tx, { firmId }, invoice);
}

async function lockInvoice(tx: Db, { id }: Invoice): Promise<void> {
  await tx.select({ id: invoices.id }).from(invoices).where(eq(invoices.id, id)).for('update');
}

/** What it billed, with every change that the books of its invoice payments made to receivables. */
async function openBalanceOf(
  tx: Db,
  { firmId }: Pick<DecidedAllocation, 'firmId'>,
  { id, total }: Pick<Invoice, 'id' | 'total'>,
): Promise<Money> {
  const [row] = await tx
    .select({ change: sql`coalesce(sum(${ledgerEntries.amount}), 0)`.mapWith(Number) })
    .from(allocations)
    .innerJoin(
      postings,
      and(eq(postings.firmId, allocations.firmId), eq(postings.allocationId, allocations.id)),
    )
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(
      and(
        eq(allocations.firmId, firmId),
        eq(allocations.invoiceId, id),
        eq(ledgerEntries.account, 'accounts_receivable'),
      ),
    );
  return money(total + (row?.change ?? 0));
}

/** The other payments that pay the invoice: received, not reversed, and not taken back. */
async function findPayers(
  tx: Db,
  { firmId }: Pick<DecidedAllocation, 'firmId'>,
  { id, transactionId }: Invoice,
): Promise<TransactionId[]> {
  const isReceived = sql`EXISTS (SELECT FROM ${postings} WHERE ${and(
    eq(postings.firmId, allocations.firmId),
    eq(postings.allocationId, allocations.id),
    sql`${postings.step} IN ('receipt', 'receipt_applied', 'trust_applied')`,
  )})`;
  const rows = await tx
    .selectDistinct({ transactionId: allocations.transactionId })
    .from(allocations)
    .where(
      and(
        eq(allocations.firmId, firmId),
        eq(allocations.invoiceId, id),
        ne(allocations.transactionId, transactionId),
        isNull(allocations.reversedAt),
        isReceived,
      ),
    )
    .orderBy(allocations.transactionId);
  return rows.map((row) => row.transactionId);
}
