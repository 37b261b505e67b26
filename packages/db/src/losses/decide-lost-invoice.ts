// What becomes of an invoice whose payment the bank took back (R8): still due, written off or credited.
import { and, eq } from 'drizzle-orm';
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import { lostInvoiceForgiven } from '@makewhole/domain/losses';
import type { InvoiceDecision } from '@makewhole/domain/obligations';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { readInvoiceSubject } from './loss-tasks.ts';

export type LostInvoiceBody = { readonly decision: InvoiceDecision; readonly note?: string };

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
      check: () => Promise.resolve(null),
      post: (tx, row) => postDecision(tx, row, body, by),
    },
  );
}

async function postDecision(
  tx: Db,
  { id, firmId, transactionId, subject, amount }: PaymentTaskRow,
  { decision }: LostInvoiceBody,
  { actor, at }: Omit<CompletedBy, 'answer'>,
): Promise<void> {
  const about = readInvoiceSubject(subject);
  if (about === null || amount === null) throw new Error(`Obligation ${id} names no invoice payment`);
  const { lossId: causeId, allocationId } = about;
  await tx
    .update(obligations)
    .set({ decision })
    .where(and(eq(obligations.firmId, firmId), eq(obligations.id, id)));
  if (decision !== 'still_due') {
    await postForPayment(tx, { firmId, transactionId, causeId, at }, [
      lostInvoiceForgiven(decision, { allocationId, amount }),
    ]);
  }
  const data = { obligationId: id, transactionId, lossId: causeId, allocationId, decision, amount };
  await appendFirmEvent(tx, { firmId, principalId: actor, at }, { type: 'payment.invoice_decided', data });
}
