// What a final loss owes, where no refund pays the payment back (ADR 28): a decision about each invoice that is due
// again (R8), and, if the bank took trust money from operating, the three trust steps that bring it there (R5).
import type { Money } from '@makewhole/domain/money';
import { invoiceDecisionSummary, trustStepSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { ReceivedPart } from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { proposeDecision } from '../invoices/open-balance.ts';
import { findPaidInvoices, invoiceSubject } from '../invoices/invoice-payments.ts';
import type { PaymentKey, PaymentRow } from '../lock-payment.ts';
import { endPaymentTasks, listPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';
import { findRecordedSteps } from './record-loss-step.ts';
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

/**
 * Whether the trust money of a loss is in operating from an earlier one, which the bank had given back and nobody has
 * brought back to trust: then it stays there, and nothing is owed any more (ADR 46).
 */
export async function isInOperatingStill(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  amount: Money,
  at: Date,
): Promise<boolean> {
  const open = (await listPaymentTasks(tx, firmId, [transactionId])).filter(
    (task) => task.kind === 'trust_restore' && task.status === 'open' && task.amount === amount,
  );
  for (const task of open) {
    const recorded = await findRecordedSteps(tx, task);
    if (!recorded.some(({ step }) => step === 'transfer')) continue;
    const key = { firmId, transactionId, kind: 'trust_restore', subject: task.subject } as const;
    await endPaymentTasks(tx, key, { actor: ENGINE, at, answer: { outcome: 'lost' } });
    return true;
  }
  return false;
}
