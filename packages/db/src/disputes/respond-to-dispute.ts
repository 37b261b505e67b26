// A person says what the firm did about a dispute: it completes the task, and the dispute then waits for the network.
import { and, eq } from 'drizzle-orm';
import { disputeStateOf, type DisputeResponse } from '@makewhole/domain/disputes';
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRules,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { disputes } from '../schema/disputes.ts';

export type DisputeAnswer = {
  /** Left out by programs that only say what they did: evidence was sent. */
  readonly outcome?: DisputeResponse | undefined;
  /** The day on which it was sent. */
  readonly date?: string | undefined;
  readonly reference?: string | undefined;
  readonly note?: string | undefined;
};

export function respondToDispute(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: ObligationId },
  by: Omit<CompletedBy, 'answer'>,
  answer: DisputeAnswer,
): Promise<TaskCompleted> {
  const rules: TaskRules = {
    check: () => Promise.resolve(null),
    post: (tx, task) => record(tx, task, by, answer),
  };
  const given = Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
  return completePaymentTask(db, { firmId, id, kind: 'dispute' }, { ...by, answer: given }, rules);
}

async function record(
  tx: Db,
  { firmId, transactionId, subject }: PaymentTaskRow,
  { actor, at }: Omit<CompletedBy, 'answer'>,
  { outcome: response = 'evidence_sent', date, reference }: DisputeAnswer,
): Promise<void> {
  const [row] = await tx
    .select()
    .from(disputes)
    .where(
      and(
        eq(disputes.firmId, firmId),
        eq(disputes.transactionId, transactionId),
        eq(disputes.processorDisputeId, subject),
      ),
    )
    .for('update');
  if (row === undefined) return;
  const { status, wasLost } = row;
  await tx
    .update(disputes)
    .set({
      response,
      respondedAt: at,
      respondedBy: actor,
      responseReference: reference ?? null,
      state: disputeStateOf({ status, wasLost, response }),
    })
    .where(eq(disputes.id, row.id));
  const data = {
    disputeId: row.id,
    transactionId,
    response,
    date: date ?? null,
    reference: reference ?? null,
  };
  await appendFirmEvent(tx, { firmId, principalId: actor, at }, { type: 'dispute.responded', data });
}
