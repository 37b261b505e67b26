import { TRANSACTION_ID_LENGTH_MAX } from '@makewhole/domain/ids';
import type { Currency } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { movesMoney } from '@makewhole/domain/processor-record';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import type { UnusableRecord } from '@makewhole/domain/reconciliation/compare-payment';
import { findUnstorable } from '@makewhole/domain/storable-text';
import type { ConnectedProcessors } from './connected-processors.ts';
import type { ReportedRefund } from './events.ts';
import type { Unavailable, UnreadableRecord } from './no-answer.ts';
import type { ProcessorPayment } from './port.ts';

const OURS: Currency = 'USD';

/** Turns a processor's record into ours, or says why we cannot use it. */
export function readRecord(record: ProcessorPayment | UnreadableRecord) {
  if ('kind' in record) return { kind: 'unusable' as const, record };
  const { method } = record;
  if (method === 'other') return unusable(record, 'it was paid by a method that we cannot refund');
  const payment = { ...record, method };
  const fault = faultOf(payment);
  if (fault !== null) return unusable(record, fault);
  return { kind: 'usable' as const, payment: mirroredPayment(payment) };
}

function unusable({ transactionId }: ProcessorPayment, fault: string) {
  return { kind: 'unusable' as const, record: { transactionId, processorRefundId: null, fault } };
}

/** Paid by a method that we refund. */
type UsablePayment = ProcessorPayment & { readonly method: PaymentMethod };

/** Looks up a payment by its exact ID, and says whether we can use its record. Another payment is no answer (R1). */
export async function askForRecord(
  processor: Pick<ConnectedProcessors, 'getPayment'>,
  lookup: Parameters<ConnectedProcessors['getPayment']>[0],
) {
  const answer = await processor.getPayment(lookup);
  if (answer.kind === 'found') {
    const { transactionId, aliases } = answer.payment;
    return [transactionId, ...aliases].includes(lookup.transactionId) ? readRecord(answer.payment) : ANOTHER;
  }
  return answer.kind === 'unreadable' ? readRecord(answer) : answer;
}

const ANOTHER: Unavailable = { kind: 'unavailable', message: 'It answered with another payment' };

/** Why we cannot look a refund up; null if we can. */
export function unusableRefund(refund: ReportedRefund): UnusableRecord | null {
  const { transactionId, id: processorRefundId } = refund;
  const fault = storingFault(refund);
  return fault === null ? null : { transactionId, processorRefundId, fault };
}

function faultOf(payment: UsablePayment): string | null {
  const { transactionId, type, amount, currency, items } = payment;
  if (currency !== OURS) return `it is in ${currency}, and the books are in ${OURS}`;
  if (transactionId.length > TRANSACTION_ID_LENGTH_MAX) return 'its ID is too long';
  // It verifies a card.
  if (amount === 0 && type !== 'authorization') return 'it is a payment of nothing';
  if (items?.some(({ kind, account }) => kind === 'surcharge' && account === 'trust')) {
    return "it has a surcharge in trust, and a surcharge is the firm's own money";
  }
  return storingFault(payment);
}

function storingFault(record: ProcessorPayment | ReportedRefund): string | null {
  const at = findUnstorable(record);
  return at === null ? null : `its field ${at} has a character that no text may have (a NUL, or half of one)`;
}

/** What people wrote at the processor may contain card numbers, which we must not store (ADR 26). */
function mirroredPayment(payment: UsablePayment) {
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
    payer: { name: masked(payer.name), email: maskedOrNull(payer.email) },
    matterNumber: maskedOrNull(matterNumber),
    createdAt: new Date(payment.createdAt),
    settledAt: payment.settledAt === null ? null : new Date(payment.settledAt),
    disputed,
    disputeLost: payment.dispute?.status === 'lost',
    dispute: disputeOf(payment),
    returned: payment.returned ?? null,
    refundedElsewhere: payment.refunds.some((refund) => refund.reference === null && movesMoney(refund)),
    items:
      items?.map(({ description, invoiceNumber, kind = null, ...item }) => ({
        ...item,
        kind,
        description: masked(description),
        invoiceNumber: maskedOrNull(invoiceNumber),
      })) ?? null,
    description: maskedOrNull(payment.description ?? null),
    invoiceNumbers: (payment.invoiceNumbers ?? []).map(masked),
  };
}

function disputeOf({ dispute }: ProcessorPayment) {
  if (dispute === null) return null;
  const { id, status, reason, amount = null, respondBy = null, fee = null, debitedFrom = null } = dispute;
  const deadline = respondBy === null ? null : new Date(respondBy);
  const kind = dispute.kind ?? 'chargeback';
  const fees = { fee, feeCharged: dispute.feeCharged ?? fee };
  return { id, status, reason: masked(reason), amount, ...fees, kind, debitedFrom, respondBy: deadline };
}

function masked(text: string): string {
  return maskSensitiveNumbers(text, 'reference');
}

function maskedOrNull(text: string | null): string | null {
  return text === null ? null : masked(text);
}
