// A loss that the payment processor does not know of: past the network's time a bank may still claim a payment back, by
// letter. A person reports it, and it is booked as any other return (ADR 28).
import { and, eq } from 'drizzle-orm';
import { dateIn } from '@makewhole/domain/bank-calendar';
import type { TransactionId } from '@makewhole/domain/ids';
import { ZERO, type Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { findEvidenceHash, hasEvidence } from '../evidence/find-evidence.ts';
import { findFirm } from '../firms/find-firm.ts';
import { findStandingRefund, lockPayment, type PaymentRow } from '../lock-payment.ts';
import { newId } from '../new-id.ts';
import { bookPayment } from '../payments/book-payment.ts';
import { recordProcessorEvent } from './record-processor-event.ts';
import { payments } from '../schema/payments.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { debitsOf, findLosses, insertLoss, type LossRow } from '../losses/record-losses.ts';

export type LateReturn = {
  readonly transactionId: TransactionId;
  /** The day on which the bank took the money, YYYY-MM-DD. */
  readonly date: string;
  readonly amount: Money;
  /** The bank's letter. */
  readonly evidenceId: string;
  /** Such as R10; null if the letter names none. */
  readonly returnCode: string | null;
  /** Where the bank took it; null if the firm's rule says so. */
  readonly debitedFrom: BankAccount | null;
};

/**
 * not_received: it never settled, so there is nothing to take back. taken_already: the bank took it back before, in a
 * return or a dispute.
 */
export type LateReturnReported =
  | {
      readonly kind:
        | 'reported'
        | 'payment_not_found'
        | 'is_refund'
        | 'not_received'
        | 'taken_already'
        | 'amount_mismatch'
        | 'no_such_evidence';
    }
  | { readonly kind: 'date_out_of_range'; readonly message: string };

/** Records and books a late return. The same report again changes nothing. */
export function reportLateReturn(db: Db, by: ChangedBy, report: LateReturn): Promise<LateReturnReported> {
  const { firmId, at } = by;
  const { transactionId, evidenceId, returnCode } = report;
  return db.transaction(async (tx): Promise<LateReturnReported> => {
    const payment = await lockPayment(tx, { firmId, transactionId });
    if (payment === undefined) return { kind: 'payment_not_found' };
    if (payment.type === 'refund') return { kind: 'is_refund' };
    if (payment.settledAt === null) return { kind: 'not_received' };
    const standing = (await findLosses(tx, payment)).filter(({ status }) => status !== 'won');
    if (standing.length > 0 || payment.status === 'returned' || payment.disputed) {
      return { kind: standing.some((loss) => isSame(loss, report)) ? 'reported' : 'taken_already' };
    }
    if (report.amount > payment.amount) return { kind: 'amount_mismatch' };
    const fault = await dateFault(tx, payment, report, at);
    if (fault !== null) return { kind: 'date_out_of_range', message: fault };
    if (!(await hasEvidence(tx, { firmId, id: evidenceId }))) return { kind: 'no_such_evidence' };
    await insertLoss(tx, payment, { ...RETURN, ...lossOf(report, by) }, at);
    await tx
      .update(payments)
      .set({ status: 'returned', returnedByHand: true, returnCode })
      .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
    await bookPayment(tx, { firmId, transactionId }, at);
    await wakeRefund(tx, payment, at);
    const evidence = await findEvidenceHash(tx, { firmId, id: evidenceId });
    await appendFirmEvent(tx, by, { type: 'payment.loss_reported', data: { ...report, ...evidence } });
    return { kind: 'reported' };
  });
}

const RETURN = {
  kind: 'return',
  subject: '',
  round: 1,
  status: 'lost',
  withdrawn: true,
  fee: ZERO,
} as const;

function lossOf({ amount, debitedFrom, date, evidenceId }: LateReturn, { principalId }: ChangedBy) {
  return { amount, debits: debitsOf(debitedFrom), takenOn: date, reportedBy: principalId, evidenceId };
}

function isSame({ kind, amount, takenOn, evidenceId }: LossRow, report: LateReturn): boolean {
  return (
    kind === 'return' &&
    amount === report.amount &&
    takenOn === report.date &&
    evidenceId === report.evidenceId
  );
}

async function dateFault(
  tx: Db,
  { firmId, settledAt }: PaymentRow,
  { date }: LateReturn,
  at: Date,
): Promise<string | null> {
  const { timeZone } = await findFirm(tx, { firmId });
  const settledOn = settledAt === null ? null : dateIn(settledAt.toISOString(), timeZone);
  if (settledOn !== null && date < settledOn) {
    return `The bank cannot have taken it back on ${date}: the payment settled on ${settledOn}.`;
  }
  return date > lastDayThatHasCome(at, timeZone)
    ? `The bank cannot have taken it back on ${date}: that day has not come.`
    : null;
}

/** A refund of the payment follows the loss by itself, as if the processor had reported it. */
async function wakeRefund(tx: Db, { firmId, transactionId }: PaymentRow, at: Date): Promise<void> {
  const refundId = await findStandingRefund(tx, { firmId, transactionId });
  if (refundId === null) return;
  const event = { id: newId<string>('loss'), firmId, type: 'payment.returned', transactionId, refundId };
  await recordProcessorEvent(tx, { ...event, payload: { reportedByHand: true }, receivedAt: at });
}
