import type { PaymentView } from '@makewhole/db/payments/payment-view';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { decimalOf, offsetIn, timeIn, type Columns } from '../csv.ts';

/** A refund with its payment. */
export type RefundRow = { readonly refund: RefundView; readonly payment: PaymentView | undefined };

/** The spreadsheet columns of a refund; times are in the firm's zone, which the headers name. New ones come last. */
export function refundColumns(timeZone: string): Columns<RefundRow> {
  const timeOf = (at: Date | null) => (at === null ? null : timeIn(at, timeZone));
  const offsetOf = (at: Date | null) => (at === null ? null : offsetIn(at, timeZone));
  return {
    'Refund ID': ({ refund }) => refund.id,
    'Transaction ID': ({ refund }) => refund.transactionId,
    Status: ({ refund }) => refund.status,
    [`Requested (${timeZone})`]: ({ refund }) => timeOf(refund.requestedAt),
    'Requested by': ({ refund }) => refund.requestedBy.name,
    Payer: ({ payment }) => payment?.payer.name ?? null,
    'Matter number': ({ payment }) => payment?.matter?.number ?? null,
    Method: ({ refund }) => refund.method,
    'Last four': ({ payment }) => payment?.last4 ?? null,
    Accounts: ({ refund }) => refund.legs.map(({ account }) => account).join(' '),
    Amount: ({ refund }) => decimalOf(refund.amount),
    Currency: ({ refund }) => refund.currency,
    Reason: ({ refund }) => refund.reason,
    'Expected from': ({ refund }) => refund.expectedEarliest,
    'Expected to': ({ refund }) => refund.expectedLatest,
    Late: ({ refund }) => (refund.late ? 'yes' : 'no'),
    [`Settled (${timeZone})`]: ({ refund }) => timeOf(refund.settledAt),
    [`Closed (${timeZone})`]: ({ refund }) => timeOf(refund.closedAt),
    Failure: ({ refund }) => refund.failureMessage,
    'Requested offset': ({ refund }) => offsetOf(refund.requestedAt),
    'Settled offset': ({ refund }) => offsetOf(refund.settledAt),
    'Closed offset': ({ refund }) => offsetOf(refund.closedAt),
  };
}
