import type { Instant } from '@makewhole/domain/bank-calendar';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { ProcessorRefundStatus } from '@makewhole/domain/processor-record';
import type { ProcessorRefund, ProcessorTrace, UnreadableRecord } from '../port.ts';
import { wireDestination, wireNamed, wireRefund, type WireRefund } from './wire.ts';

/** The key of our reference in a refund's metadata, which anybody with access to the account can copy. */
export const REFERENCE_KEY = 'makewhole_refund';

/** The payment intent; a charge's own ID only where it has none. */
export function canonicalId(of: {
  readonly payment_intent?: string | null | undefined;
  readonly charge?: string | null | undefined;
}): TransactionId | null {
  const id = of.payment_intent ?? of.charge ?? null;
  return id === null ? null : asId<TransactionId>(id);
}

export function instantOf(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString();
}

export function readRefund(json: unknown, account: string): ProcessorRefund | UnreadableRecord {
  const { data: refund, error } = wireRefund.safeParse(json);
  if (refund === undefined) return unreadable(json, 'refund', error.issues[0]?.path.join('.') ?? '');
  const transactionId = canonicalId(refund);
  if (transactionId === null) return unreadable(json, 'refund', 'payment_intent');
  const { id, amount, currency, created, metadata, failure_reason, pending_reason } = refund;
  const status = statusOf(refund);
  return {
    id,
    account,
    transactionId,
    amount: money(amount),
    currency: currency.toUpperCase(),
    status,
    reference: metadata?.[REFERENCE_KEY] ?? null,
    failureCode: status === 'failed' ? (failure_reason ?? refund.status ?? null) : null,
    createdAt: instantOf(created),
    succeededAt: null,
    failedAt: null,
    returnedAt: null,
    pendingReason: status === 'pending' ? (pending_reason ?? refund.status ?? null) : null,
    trace: traceOf(refund),
    isReversal: destinationOf(refund)?.type === 'reversal',
  };
}

export function unreadable(json: unknown, what: 'payment' | 'refund', path: string): UnreadableRecord {
  const named = wireNamed.safeParse(json).data;
  const fault =
    path === '' ? 'it has no shape that is known here' : `its field ${path} is none that is known here`;
  const payment = named === undefined ? null : canonicalId(named);
  return {
    kind: 'unreadable',
    transactionId: payment ?? named?.id ?? '',
    processorRefundId: what === 'refund' ? (named?.id ?? '') : null,
    fault,
  };
}

/**
 * Succeeded: handed to the client's bank, which may still send it back for weeks. A word that is not known yet counts as
 * pending: it is looked at again, and never taken for a success.
 */
function statusOf({ status }: WireRefund): ProcessorRefundStatus {
  switch (status) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      return 'pending';
  }
}

function destinationOf({ destination_details: details }: WireRefund) {
  const type = details?.type ?? '';
  return wireDestination.safeParse(details?.[type]).data;
}

function traceOf(refund: WireRefund): ProcessorTrace {
  const destination = destinationOf(refund);
  const { reference, reference_status: status, reference_type: type } = destination ?? {};
  const kind = kindOf(refund, type);
  // A charge that disappears has no credit that could be found.
  if (destination?.type === 'reversal' || status === 'unavailable') {
    return { kind, value: null, status: 'unavailable' };
  }
  if (typeof reference !== 'string' || reference === '') return { kind, value: null, status: 'pending' };
  return { kind, value: reference, status: 'available' };
}

function kindOf({ destination_details: details }: WireRefund, type: string | null | undefined) {
  if (type === 'acquirer_reference_number') return type;
  return details?.type === 'us_bank_transfer' ? 'ach_trace_number' : 'other';
}
