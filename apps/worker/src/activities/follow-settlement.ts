import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import { completeFundsTask, openFundsTask } from '@makewhole/db/obligations/funds-task';
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import {
  isPaymentInQuestion,
  takePaymentTrouble,
  type PaymentTrouble,
} from '@makewhole/db/payments/payment-reversal';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { recordTrace } from '@makewhole/db/refunds/record-trace';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';
import type { PaymentHappened } from '@makewhole/domain/obligation-summaries';
import { failureMessage } from '@makewhole/domain/failure-messages';
import { judgeRecord } from '@makewhole/domain/processor-record';
import { INSUFFICIENT_FUNDS, type ProcessorPayment, type ProcessorRefund } from '@makewhole/processor/port';
import { readRecord } from '@makewhole/processor/read-record';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { unavailable } from './unavailable.ts';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/refund-view';

export type SettlementResult =
  | ({ readonly kind: 'pending' } & PaymentNews)
  | ({
      readonly kind: 'succeeded';
      /** The trust steps that are owed now. Results from before this field existed lack it. */
      readonly owed?: readonly OpenObligation[];
    } & PaymentNews)
  | { readonly kind: 'failed'; readonly obligations: readonly OpenObligation[] }
  /** The processor's record has another amount or payment: nothing was posted, a person must look. */
  | { readonly kind: 'differs' };

type PaymentNews = {
  /** What is open because of the payment itself: disputed, or lost. Results from before this field existed lack it. */
  readonly opened?: readonly OpenObligation[];
};

/**
 * Asks the processor how the refund turned out, and posts what it says. A webhook only says when to ask: late,
 * duplicated, out of order or forged, it cannot make a refund succeed.
 */
export const followSettlement =
  ({ db, processor }: Dependencies) =>
  async (input: ActivityInput): Promise<SettlementResult> => {
    const clock = startActivityClock(input.at);
    const refund = await findRefundFacts(db, input);
    if (refund.processorRefundId === null) throw new Error(`Refund ${refund.id} was never accepted`);
    const answer = await processor.getRefund({
      connectionId: refund.connection.id,
      transactionId: refund.transactionId,
      refundId: refund.processorRefundId,
    });
    // It only notifies, and has not yet: its word is waited for, and a person hears when it is late.
    if (answer.kind === 'unavailable' && answer.cause === 'not_reported') return { kind: 'pending' };
    if (answer.kind !== 'found') throw unavailable(answer);
    const found = answer.refund;
    if (!judgeRecord(refund, found).isSameMoney) return { kind: 'differs' };
    switch (found.status) {
      case 'pending': {
        const opened = await followPayment({ db, processor }, refund, clock());
        return { kind: 'pending', opened: [...opened, ...(await followFunds(db, refund, found, clock()))] };
      }
      case 'succeeded': {
        const traceNumber = found.trace?.value ?? null;
        await markSucceeded(db, input, clock(), traceNumber);
        // It may have come after the success.
        if (traceNumber !== null) await recordTrace(db, input, traceNumber, clock());
        const opened = await followPayment({ db, processor }, refund, clock());
        // After the payment: what the bank has taken from trust is not owed any more.
        return { kind: 'succeeded', opened, owed: await openTrustSteps(db, input, clock()) };
      }
      case 'failed':
      case 'returned': {
        // Not every processor has a word for what fails after it succeeded: then the client's bank sent it back.
        const cameBack = found.status === 'returned' || refund.status === 'succeeded';
        const code = found.failureCode ?? found.status;
        const failed = await failRefund(db, input, {
          ...{ code, message: failureMessage({ code, cameBack }), cameBack },
          at: clock(),
        });
        if (failed.kind === 'stands') throw new Error(`A ${failed.status} refund cannot fail`);
        return { kind: 'failed', obligations: failed.obligations };
      }
    }
  };

/** Whether the refund waits for funds of the firm at the company, which only a person can add there. */
async function followFunds(
  db: Dependencies['db'],
  refund: RefundFacts,
  { pendingReason }: ProcessorRefund,
  at: Date,
): Promise<OpenObligation[]> {
  if (pendingReason === INSUFFICIENT_FUNDS) return openFundsTask(db, refund, 'waits', at);
  await completeFundsTask(db, { firmId: refund.firmId, refundId: refund.id }, at);
  return [];
}

/** If the payment itself was reported to be in trouble, asks the processor and records what it says (R12, B6). */
async function followPayment(
  { db, processor }: Pick<Dependencies, 'db' | 'processor'>,
  refund: RefundFacts,
  at: Date,
): Promise<OpenObligation[]> {
  if (!(await isPaymentInQuestion(db, refund))) return [];
  const { firmId, id, connection, transactionId } = refund;
  const { id: connectionId } = connection;
  const asOf = new Date();
  const answer = await processor.getPayment({ connectionId, transactionId });
  if (answer.kind !== 'found') throw unavailable(answer);
  const { payment } = answer;
  // What the bank took, and where, is booked with the payment; the refund books the rest.
  await keepPayment(db, { firmId, connectionId, read: readRecord(payment), asOf, reconciliationId: null });
  const told = { trouble: troubleOf(payment), happened: happenedTo(payment), at };
  return takePaymentTrouble(db, { firmId, refundId: id }, told);
}

function troubleOf({ status, dispute }: ProcessorPayment): PaymentTrouble {
  if (status === 'returned' || dispute?.status === 'lost') return 'lost';
  return dispute?.status === 'open' ? 'disputed' : 'none';
}

function happenedTo({ status, dispute }: ProcessorPayment): PaymentHappened | null {
  if (status === 'returned') return 'payment.returned';
  if (dispute?.status === 'lost') return 'payment.dispute_lost';
  return dispute?.status === 'open' ? 'payment.disputed' : null;
}
