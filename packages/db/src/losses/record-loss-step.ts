// The three trust steps of a loss that the bank took from operating (ADR 28), as a refund owes them (R5): trust payment
// to the firm, deposit into operating, bank transfer. Each is a task about the payment, with its record as the answer.
import { and, eq, inArray } from 'drizzle-orm';
import { TRUST_METHOD_DEFAULT, needsEvidence, type TrustMethod } from '@makewhole/domain/trust-authority';
import { asId, type FirmId, type LossId, type ObligationId } from '@makewhole/domain/ids';
import { lossTrustDeposit, lossTrustPayment } from '@makewhole/domain/losses';
import type { Money } from '@makewhole/domain/money';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { stepBefore } from '@makewhole/domain/step-before';
import { stepDateFault, type DatedMove } from '@makewhole/domain/trust-step-dates';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import { findFirm } from '../firms/find-firm.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import type { PaymentRow } from '../lock-payment.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { findAccountBalance } from '../trust/free-trust.ts';
import { lockTrustMoney } from '../trust/matter-totals.ts';
import { moveOfLoss } from '../trust/moves-to-authorize.ts';
import { authorizationFor, mayMove } from '../trust/trust-authorizations.ts';
import { findLossDate } from '../trust/loss-date.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';

export type LossStepBody = {
  readonly step: TrustStep;
  readonly amount: Money;
  /** The day on which it was done, YYYY-MM-DD. */
  readonly date: string;
  readonly reference: string;
  /** Of the authorization that a lawyer gives by recording it. */
  readonly method?: TrustMethod;
  readonly evidenceId?: string;
  readonly note?: string;
};

/** Records a step, in its order and in exactly the amount owed. */
export function recordLossStep(
  db: Db,
  task: { readonly firmId: FirmId; readonly id: ObligationId },
  by: By,
  { step, ...answer }: LossStepBody,
): Promise<TaskCompleted> {
  const body = { step, ...answer };
  return completePaymentTask(
    db,
    { ...task, kind: `trust_${step}` },
    { ...by, answer },
    {
      check: (tx, row, payment) => checkStep(tx, row, payment, body, by),
      post: (tx, row, payment) => postStep(tx, row, payment, body, by),
    },
  );
}

type By = Omit<CompletedBy, 'answer'>;

async function checkStep(
  tx: Db,
  row: PaymentTaskRow,
  payment: PaymentRow | undefined,
  { step, amount, date, evidenceId }: LossStepBody,
  { actor, at }: By,
): Promise<TaskRefused | null> {
  if (amount !== row.amount) return { kind: 'amount_mismatch' };
  const recorded = await findRecordedSteps(tx, row);
  const before = stepBefore(step);
  if (before !== null && !recorded.some((one) => one.step === before)) return { kind: 'out_of_order' };
  const { timeZone, stepEvidence } = await findFirm(tx, row);
  const begun = { requestedOn: await findLossDate(tx, row), because: 'the bank took the money on' };
  const around = { ...begun, today: lastDayThatHasCome(at, timeZone), recorded };
  const fault = stepDateFault(step, date, around);
  if (fault !== null) return { kind: 'date_out_of_range', message: fault };
  if (evidenceId === undefined && needsEvidence(stepEvidence, step)) return { kind: 'evidence_required' };
  const task = { firmId: row.firmId, obligationId: row.id };
  if (!(await mayMove(tx, task, actor))) return { kind: 'not_authorized' };
  if (step !== 'payment' || payment?.matterId == null) return null;
  // No act of ours overdraws a client's ledger (B4).
  const matter = { firmId: row.firmId, matterId: payment.matterId };
  await lockTrustMoney(tx, matter);
  const { fromAccountId: bankAccountId } = await moveOfLoss(tx, row, step, begun.requestedOn);
  const balance = await findAccountBalance(tx, { ...matter, bankAccountId });
  return balance < amount ? { kind: 'trust_money_gone' } : null;
}

async function postStep(
  tx: Db,
  row: PaymentTaskRow,
  payment: PaymentRow | undefined,
  { note: _note, method, ...body }: LossStepBody,
  { actor, at }: By,
): Promise<void> {
  const { firmId, transactionId, id: obligationId } = row;
  const { step, amount, date: effectiveOn, evidenceId = null } = body;
  const move = await moveOfLoss(tx, row, step, await findLossDate(tx, row));
  const how = { method: method ?? TRUST_METHOD_DEFAULT, methodReference: body.reference, evidenceId };
  const { id: authorizationId } = await authorizationFor(tx, move, how, { actor, at });
  const causeId = asId<LossId>(row.subject);
  const wanted = {
    payment: lossTrustPayment(amount, payment?.matterId ?? null),
    deposit: lossTrustDeposit(amount),
    // The bank moved the money that the two steps before have booked.
    transfer: [],
  }[step];
  await postForPayment(tx, { firmId, transactionId, causeId, at, effectiveOn }, wanted);
  const evidence = await findEvidenceHash(tx, { firmId, id: evidenceId });
  await appendFirmEvent(
    tx,
    { firmId, principalId: actor, at },
    {
      type: 'payment.trust_step_recorded',
      data: { obligationId, authorizationId, transactionId, lossId: causeId, ...body, ...evidence },
    },
  );
}

/** The steps of this loss that are recorded. */
export async function findRecordedSteps(tx: Db, row: PaymentTaskRow): Promise<DatedMove[]> {
  const done = await tx
    .select({ kind: obligations.kind, answer: obligations.answer })
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, row.firmId),
        eq(obligations.transactionId, row.transactionId),
        eq(obligations.subject, row.subject),
        eq(obligations.status, 'done'),
        inArray(
          obligations.kind,
          TRUST_STEPS.map((step) => `trust_${step}` as const),
        ),
      ),
    );
  return TRUST_STEPS.flatMap((step) => {
    const date = done.find(({ kind }) => kind === `trust_${step}`)?.answer?.['date'];
    return typeof date === 'string' ? [{ step, date }] : [];
  });
}
