import { TRANSACTION_ID_LENGTH_MAX } from '@makewhole/domain/ids';
import type { Currency } from '@makewhole/domain/money';
import { movesMoney } from '@makewhole/domain/processor-record';
import type { UnusableRecord } from '@makewhole/domain/reconciliation/compare-payment';
import { findUnstorable } from '@makewhole/domain/storable-text';
import type {
  PaymentLookup,
  PaymentProcessor,
  ProcessorPayment,
  ReportedRefund,
  UnreadableRecord,
} from './port.ts';

const OURS: Currency = 'USD';

/** A record of the payment company as we keep it, or what keeps it from being one of ours. */
export function readRecord(record: ProcessorPayment | UnreadableRecord) {
  if ('kind' in record) return { kind: 'unusable' as const, record };
  const fault = faultOf(record);
  if (fault === null) return { kind: 'usable' as const, payment: mirroredPayment(record) };
  const { transactionId } = record;
  return { kind: 'unusable' as const, record: { transactionId, processorRefundId: null, fault } };
}

/** Asks for a payment by its exact ID, and says of its record whether it can be one of ours. */
export async function askForRecord(processor: Pick<PaymentProcessor, 'getPayment'>, lookup: PaymentLookup) {
  const answer = await processor.getPayment(lookup);
  if (answer.kind === 'found') return readRecord(answer.payment);
  return answer.kind === 'unreadable' ? readRecord(answer) : answer;
}

/** What keeps a refund from being looked for here; null where nothing does. */
export function unusableRefund(refund: ReportedRefund): UnusableRecord | null {
  const { transactionId, id: processorRefundId } = refund;
  const fault = storingFault(refund);
  return fault === null ? null : { transactionId, processorRefundId, fault };
}

function faultOf(payment: ProcessorPayment): string | null {
  const { transactionId, type, amount, currency } = payment;
  if (currency !== OURS) return `it is in ${currency}, and the books are in ${OURS}`;
  if (transactionId.length > TRANSACTION_ID_LENGTH_MAX) return 'its ID is too long';
  // It verifies a card.
  if (amount === 0 && type !== 'authorization') return 'it is a payment of nothing';
  return storingFault(payment);
}

function storingFault(record: ProcessorPayment | ReportedRefund): string | null {
  const at = findUnstorable(record);
  return at === null ? null : `its field ${at} has a character that no text may have (a NUL, or half of one)`;
}

function mirroredPayment(payment: ProcessorPayment) {
  const { transactionId, type, status, amount, method, last4, payer, matterNumber, disputed, items } =
    payment;
  return {
    transactionId,
    type,
    status,
    amount,
    currency: OURS,
    method,
    last4,
    payer,
    matterNumber,
    createdAt: new Date(payment.createdAt),
    settledAt: payment.settledAt === null ? null : new Date(payment.settledAt),
    disputed,
    disputeLost: payment.dispute?.status === 'lost',
    dispute: disputeOf(payment),
    refundedElsewhere: payment.refunds.some((refund) => refund.reference === null && movesMoney(refund)),
    items,
  };
}

function disputeOf({ dispute }: ProcessorPayment) {
  if (dispute === null) return null;
  const { id, status, reason, amount = null, respondBy = null } = dispute;
  return { id, status, reason, amount, respondBy: respondBy === null ? null : new Date(respondBy) };
}
