// What becomes of an invoice whose payment the bank took back (R8): still due, written off or credited.
import { and, eq } from 'drizzle-orm';
import { asId, type FirmId, type LossId, type ObligationId } from '@makewhole/domain/ids';
import { lostInvoiceForgiven } from '@makewhole/domain/losses';
import { isForgiveness } from '@makewhole/domain/invoice-decisions';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { enqueueDeliveries } from '../events/enqueue-deliveries.ts';
import type { Db } from '../connect.ts';
import { checkInvoiceDecision, describeFault, type InvoiceAnswer } from '../invoices/open-balance.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';
import { readInvoiceSubject } from '../invoices/invoice-payments.ts';

export type LostInvoiceBody = InvoiceAnswer & { readonly note?: string };

/** Records a person's decision, and posts what it forgives. */
export function decideLostInvoice(
  db: Db,
  task: { readonly firmId: FirmId; readonly id: ObligationId },
  by: Omit<CompletedBy, 'answer'>,
  body: LostInvoiceBody,
): Promise<TaskCompleted> {
  const key = { ...task, kind: 'invoice_decision' } as const;
  return completePaymentTask(
    db,
    key,
    { ...by, answer: body },
    {
      check: (tx, row) => checkDecision(tx, row, body),
      post: (tx, row) => postDecision(tx, row, body, by),
    },
  );
}

async function checkDecision(
  tx: Db,
  { id, firmId, subject, amount }: PaymentTaskRow,
  answer: LostInvoiceBody,
): Promise<TaskRefused | null> {
  const about = readInvoiceSubject(subject);
  if (about === null || amount === null) throw new Error(`Obligation ${id} names no invoice payment`);
  const { allocationId } = about;
  const fault = await checkInvoiceDecision(tx, { firmId, allocationId, amount }, answer);
  return fault === null ? null : { kind: 'invoice_fault', fault, message: describeFault(fault) };
}

async function postDecision(
  tx: Db,
  { id, firmId, transactionId, subject, amount }: PaymentTaskRow,
  { decision, payingTransactionId = null }: LostInvoiceBody,
  { actor, at }: Omit<CompletedBy, 'answer'>,
): Promise<void> {
  const about = readInvoiceSubject(subject);
  if (about === null || amount === null) throw new Error(`Obligation ${id} names no invoice payment`);
  const { causeId, allocationId } = about;
  await tx
    .update(obligations)
    .set({ decision, payingTransactionId })
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, id)));
  if (isForgiveness(decision)) {
    await postForPayment(tx, { firmId, transactionId, causeId, at }, [
      lostInvoiceForgiven(decision, { allocationId, amount }),
    ]);
  }
  const data = {
    obligationId: id,
    transactionId,
    ...subjectOf(causeId),
    allocationId,
    decision,
    amount,
    ...(payingTransactionId !== null && { payingTransactionId }),
  };
  const type = 'payment.invoice_decided';
  await appendFirmEvent(tx, { firmId, principalId: actor, at }, { type, data });
  const failed = await findRefundOf(tx, firmId, causeId);
  if (failed === null) return;
  const decided = { allocationId, amount, decision, payingTransactionId } as const;
  const bookMessages = [{ type: 'refund.invoice_decided', ...decided } as const];
  await enqueueDeliveries(tx, { firmId, transactionId, ...failed, type, at, bookMessages });
}

/** The failed refund whose client was paid another way, with its version; null for a loss, which is about no refund. */
async function findRefundOf(tx: Db, firmId: FirmId, causeId: LossId | ObligationId) {
  const [found] = await tx
    .select({ refundId: refunds.id, seq: refunds.version })
    .from(obligations)
    .innerJoin(refunds, and(eq(refunds.firmId, obligations.firmId), eq(refunds.id, obligations.subject)))
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, asId<ObligationId>(causeId))));
  return found ?? null;
}

/** What the decision follows: a loss, or the client being paid another way. */
function subjectOf(causeId: LossId | ObligationId) {
  return causeId.startsWith('loss_') ? { lossId: causeId } : { repaymentId: causeId };
}
