// What a final loss owes, where no refund pays the payment back (ADR 28): a decision about each invoice that is due
// again (R8), and, if the bank took trust money from operating, the three trust steps that bring it there (R5).
import type { Money } from '@makewhole/domain/money';
import { invoiceDecisionSummary, trustStepSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { ReceivedPart } from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import { proposeDecision } from '../invoices/open-balance.ts';
import { findPaidInvoices, invoiceSubject } from '../invoices/invoice-payments.ts';
import type { PaymentRow } from '../lock-payment.ts';
import { openPaymentTask } from '../obligations/payment-tasks.ts';
import type { LossRow } from './record-losses.ts';

type Due = {
  readonly parts: readonly ReceivedPart[];
  /** Trust money that the bank took from operating. */
  readonly shielded: Money;
  readonly at: Date;
};

export async function openLossTasks(
  tx: Db,
  payment: PaymentRow,
  { id: lossId }: LossRow,
  { parts, shielded, at }: Due,
): Promise<void> {
  const { firmId, transactionId, currency } = payment;
  for (const { allocationId, invoiceNumber } of await findPaidInvoices(tx, payment)) {
    const part = parts.find((one) => one.allocationId === allocationId);
    if (part === undefined) continue;
    const { amount } = part;
    const subject = invoiceSubject({ causeId: lossId, allocationId });
    const key = { firmId, transactionId, kind: 'invoice_decision', subject } as const;
    const proposal = await proposeDecision(tx, { firmId, allocationId });
    const summary = invoiceDecisionSummary({ amount, currency }, invoiceNumber, proposal.proposed);
    await openPaymentTask(tx, key, { summary, amount, at, ...proposal });
  }
  if (shielded === 0) return;
  for (const step of TRUST_STEPS) {
    const key = { firmId, transactionId, kind: `trust_${step}`, subject: lossId } as const;
    const summary = trustStepSummary(step, { amount: shielded, currency });
    await openPaymentTask(tx, key, { summary, amount: shielded, at });
  }
}
