import { invoiceDecisionSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { findDecidedAllocations } from '../invoices/find-decided.ts';
import { proposeDecision } from '../invoices/open-balance.ts';
import { findPaidInvoices, invoiceSubject } from '../invoices/invoice-payments.ts';
import { openPaymentTask, type PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { lockPayment } from '../lock-payment.ts';

/** The client was paid another way, so the invoice payments stay reversed: what becomes of each invoice (R8). */
export async function openInvoiceDecisions(tx: Db, row: PaymentTaskRow, at: Date): Promise<void> {
  const { firmId, transactionId, id } = row;
  const currency = (await lockPayment(tx, row))?.currency ?? 'USD';
  const decided = await findDecidedAllocations(tx, row);
  for (const { allocationId, invoiceNumber, amount } of await findPaidInvoices(tx, row)) {
    if (decided.includes(allocationId)) continue;
    const proposal = await proposeDecision(tx, { firmId, allocationId });
    const subject = invoiceSubject({ causeId: id, allocationId });
    const summary = invoiceDecisionSummary({ amount, currency }, invoiceNumber, proposal.proposed);
    await openPaymentTask(
      tx,
      { firmId, transactionId, kind: 'invoice_decision', subject },
      { summary, amount, at, ...proposal },
    );
  }
}
