// A client whose refund failed is paid another way (B16): one person records it, a second one confirms it, and the books
// follow. Whichever comes first ends it: this, or a new refund of the payment.
import { dateIn, type BankDate } from '@makewhole/domain/bank-calendar';
import { asId, type FirmId, type ObligationId, type RefundId } from '@makewhole/domain/ids';
import { repaymentFault, sayTheSame, type RepaymentAnswer } from '@makewhole/domain/repayment';
import {
  keptAsCredit,
  paidOut,
  type RepaymentPosting,
  type StillToPay,
} from '@makewhole/domain/repayment-postings';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { PaymentRow } from '../lock-payment.ts';
import { lockRefund } from '../lock-refund.ts';
import {
  completePaymentTask,
  type CompletedBy,
  type TaskCompleted,
  type TaskRefused,
} from '../obligations/complete-payment-task.ts';
import type { PaymentTaskRow } from '../obligations/payment-tasks.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { postForPayment } from '../trust/payment-postings.ts';
import { releaseRepaymentHolds } from '../trust/trust-hold.ts';
import { clearChecks } from './clear-checks.ts';
import { awaitSecondPerson, recordClaim } from './confirm-claim.ts';
import { findTrustToPay } from './find-trust-to-pay.ts';
import { openInvoiceDecisions } from './open-invoice-decisions.ts';
import { findPayable } from './open-repayment.ts';
import { undoPayable } from './undo-repayment.ts';

type By = Omit<CompletedBy, 'answer'>;
type Task = { readonly firmId: FirmId; readonly id: ObligationId };

/** Records how the client was paid, or confirms what another person recorded; then posts it. */
export function completeRepayment(
  db: Db,
  task: Task,
  by: By,
  answer: RepaymentAnswer,
): Promise<TaskCompleted> {
  return completePaymentTask(
    db,
    { ...task, kind: 'repayment' },
    { ...by, answer },
    {
      check: (tx, row, payment) => checkRepayment(tx, row, payment, answer, by),
      post: (tx, row) => postRepayment(tx, row, answer, by.at),
      isSame: (said) => sayTheSame(said as RepaymentAnswer, answer), // only this function writes it
      answerOf: ({ claim }) =>
        claim !== null && sayTheSame(claim.answer, answer)
          ? { ...claim.answer, recordedBy: claim.by }
          : answer,
    },
  );
}

/** Takes back what a person recorded and nobody has confirmed: the client was not paid that way. */
export function withdrawRepayment(db: Db, task: Task, by: By, note: string): Promise<TaskCompleted> {
  return completePaymentTask(
    db,
    { ...task, kind: 'repayment' },
    { ...by, answer: {} },
    {
      check: async (tx, row) => {
        if (row.claim !== null) await recordClaim(tx, row, null, { ...by, note });
        return { kind: 'withdrawn' };
      },
      post: () => Promise.resolve(),
    },
  );
}

async function checkRepayment(
  tx: Db,
  row: PaymentTaskRow,
  payment: PaymentRow | undefined,
  answer: RepaymentAnswer,
  by: By,
): Promise<TaskRefused | null> {
  if (payment === undefined) throw new Error(`Obligation ${row.id} is about no payment`);
  const { payerName, method, settledAt } = payment;
  const facts = { payerName, method, settledAt: settledAt?.toISOString() ?? null };
  const fault = repaymentFault(answer, facts, by.at.toISOString());
  if (fault !== null) return fault;
  const dateFault = await dateFaultOf(tx, row, answer, by.at);
  if (dateFault !== null) return { kind: 'date_out_of_range', message: dateFault };
  const trust = await findTrustToPay(tx, payment);
  if (trust.kind !== 'known') return { kind: trust.kind };
  if (leaves(answer) && trust.isShort) return { kind: 'trust_money_gone' };
  return awaitSecondPerson(tx, row, answer, by);
}

function leaves({ paidBy }: RepaymentAnswer): boolean {
  return paidBy !== 'credit' && paidBy !== 'owed';
}

async function dateFaultOf(
  tx: Db,
  { firmId, subject }: PaymentTaskRow,
  { date }: RepaymentAnswer,
  at: Date,
): Promise<string | null> {
  if (date === undefined) return null;
  const { timeZone } = await findFirm(tx, { firmId });
  const { requestedAt } = await lockRefund(tx, { firmId, refundId: asId<RefundId>(subject) });
  const from: BankDate = dateIn(requestedAt.toISOString(), timeZone);
  if (date < from) return `The refund was requested on ${from}: the client cannot have been paid before.`;
  return date > lastDayThatHasCome(at, timeZone) ? `${date} has not come yet.` : null;
}

async function postRepayment(tx: Db, row: PaymentTaskRow, answer: RepaymentAnswer, at: Date): Promise<void> {
  const { firmId, transactionId, id: causeId } = row;
  const trust = await findTrustToPay(tx, row);
  if (trust.kind !== 'known') throw new Error(`The trust money of ${transactionId} is under way`);
  await releaseRepaymentHolds(tx, row);
  if (answer.paidBy === 'owed') return undoPayable(tx, row, at);
  const owed = { payable: await findPayable(tx, row), trust: trust.leg };
  await postForPayment(
    tx,
    { firmId, transactionId, causeId, at, effectiveOn: answer.date },
    postingsOf(answer, owed),
  );
  // The bank may have shown the check already.
  await clearChecks(tx, row, at);
  if (owed.payable > 0) await openInvoiceDecisions(tx, row, at);
}

function postingsOf({ paidBy }: RepaymentAnswer, owed: StillToPay): RepaymentPosting[] {
  switch (paidBy) {
    case 'check':
    case 'transfer':
      return paidOut('repaid', owed);
    case 'state':
      return paidOut('remitted_to_state', owed);
    case 'credit':
      return keptAsCredit(owed);
    case 'owed':
      return [];
  }
}
