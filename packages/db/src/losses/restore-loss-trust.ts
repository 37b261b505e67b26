// A lost dispute was given back after trust money had been moved to operating because of it (ADR 46): the client's money
// is transferred back to trust, or a lawyer says that it never left.
import { lossTrustRestore } from '@makewhole/domain/given-back-losses';
import { asId, type FirmId, type LossId, type ObligationId } from '@makewhole/domain/ids';
import { lossTrustDeposit } from '@makewhole/domain/losses';
import type { Money } from '@makewhole/domain/money';
import { TRUST_METHOD_DEFAULT, type TrustMethod } from '@makewhole/domain/trust-authority';
import { stepDateFault } from '@makewhole/domain/trust-step-dates';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { PaymentRow } from '../lock-payment.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { findLossDate } from '../trust/loss-date.ts';
import { lockTrustMoney } from '../trust/matter-totals.ts';
import { moveOfLoss } from '../trust/moves-to-authorize.ts';
import { findPaymentPostings, postForPayment, type BookedPosting } from '../trust/payment-postings.ts';
import { authorizationFor, mayMove } from '../trust/trust-authorizations.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { findPermissions } from '../users/find-permissions.ts';
import { findRecordedSteps } from './record-loss-step.ts';
import { inverseOf } from './undo-lost.ts';

export type LossRestoreBody = {
  readonly amount: Money;
  /** The day of the transfer, YYYY-MM-DD. */
  readonly date: string;
  readonly reference: string;
  /** Of the authorization that a lawyer gives by recording it. */
  readonly method?: TrustMethod;
  readonly evidenceId?: string;
  readonly note?: string;
};

/** The transfer from trust was not made and will not be: a lawyer says so, before it is recorded. */
export type LossNotMadeBody = {
  readonly outcome: 'not_made';
  readonly note: string;
  readonly evidenceId?: string;
};

type By = Omit<CompletedBy, 'answer'>;

/** Completes the task with a transfer back, or with what a lawyer says. */
export function restoreLossTrust(
  db: Db,
  task: { readonly firmId: FirmId; readonly id: ObligationId },
  by: By,
  answer: LossRestoreBody | LossNotMadeBody,
): Promise<TaskCompleted> {
  const key = { ...task, kind: 'trust_restore' } as const;
  return completePaymentTask(
    db,
    key,
    { ...by, answer },
    {
      check: (tx, row, payment) => check(tx, row, payment, answer, by),
      post: (tx, row, payment) =>
        'outcome' in answer
          ? postNotMade(tx, row, answer, by)
          : postRestore(tx, row, payment?.matterId ?? null, answer, by),
    },
  );
}

async function check(
  tx: Db,
  row: PaymentTaskRow,
  payment: PaymentRow | undefined,
  answer: LossRestoreBody | LossNotMadeBody,
  { actor, at }: By,
): Promise<TaskRefused | null> {
  if (payment?.matterId != null) {
    await lockTrustMoney(tx, { firmId: row.firmId, matterId: payment.matterId });
  }
  const recorded = await findRecordedSteps(tx, row);
  if ('outcome' in answer) {
    const may = await findPermissions(tx, { firmId: row.firmId, principalId: actor });
    if (!may('trust.authorize')) return { kind: 'not_authorized' };
    return recorded.some(({ step }) => step === 'transfer') ? { kind: 'transfer_recorded' } : null;
  }
  if (answer.amount !== row.amount) return { kind: 'amount_mismatch' };
  const { timeZone } = await findFirm(tx, row);
  const begun = { requestedOn: await findLossDate(tx, row), because: 'the bank took the money on' };
  const around = { ...begun, today: lastDayThatHasCome(at, timeZone), recorded };
  const message = stepDateFault('restore', answer.date, around);
  if (message !== null) return { kind: 'date_out_of_range', message };
  const task = { firmId: row.firmId, obligationId: row.id };
  return (await mayMove(tx, task, actor)) ? null : { kind: 'not_authorized' };
}

async function postRestore(
  tx: Db,
  row: PaymentTaskRow,
  matterId: PaymentRow['matterId'],
  { note: _note, method, ...body }: LossRestoreBody,
  { actor, at }: By,
): Promise<void> {
  const { firmId, transactionId, id: obligationId } = row;
  const { amount, date: effectiveOn, evidenceId = null } = body;
  const move = await moveOfLoss(tx, row, 'restore', await findLossDate(tx, row));
  const how = { method: method ?? TRUST_METHOD_DEFAULT, methodReference: body.reference, evidenceId };
  const { id: authorizationId } = await authorizationFor(tx, move, how, { actor, at });
  const causeId = asId<LossId>(row.subject);
  // The deposit was made, recorded or not: else there would be nothing to bring back.
  await postForPayment(tx, { firmId, transactionId, causeId, at, effectiveOn }, [
    ...lossTrustDeposit(amount),
    lossTrustRestore(amount, matterId),
  ]);
  const evidence = await findEvidenceHash(tx, { firmId, id: evidenceId });
  const about = { obligationId, authorizationId, transactionId, lossId: causeId, step: 'restore' };
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    { type: 'payment.trust_step_recorded', data: { ...about, ...body, ...evidence } },
  );
}

async function postNotMade(
  tx: Db,
  row: PaymentTaskRow,
  { evidenceId }: LossNotMadeBody,
  { actor, at }: By,
): Promise<void> {
  const { firmId, transactionId, id: obligationId } = row;
  const causeId = asId<LossId>(row.subject);
  const taken = (await findPaymentPostings(tx, row)).filter(
    (one) => one.causeId === causeId && MOVED.includes(one.step),
  );
  await postForPayment(tx, { firmId, transactionId, causeId, at }, taken.map(inverseOf));
  const cited = evidenceId === undefined ? {} : { evidenceId };
  const about = {
    obligationId,
    transactionId,
    lossId: causeId,
    step: 'restore',
    amount: row.amount,
    ...cited,
  };
  const evidence = await findEvidenceHash(tx, { firmId, id: evidenceId ?? null });
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    { type: 'payment.trust_step_recorded', data: { ...about, ...evidence, outcome: 'not_made' } },
  );
}

const MOVED: readonly BookedPosting['step'][] = ['trust_payment', 'trust_deposit'];
