import type { DisputeListed } from '@makewhole/db/disputes/dispute-view';
import { decimalOf, offsetIn, timeIn, type Columns } from '../csv.ts';

/** The spreadsheet columns of a dispute; times are in the firm's zone, which the headers name. New ones come last. */
export function disputeColumns(timeZone: string): Columns<DisputeListed> {
  const timeOf = (at: string | null) => (at === null ? null : timeIn(at, timeZone));
  const offsetOf = (at: string | null) => (at === null ? null : offsetIn(at, timeZone));
  return {
    'Dispute ID': ({ id }) => id,
    'Transaction ID': ({ transactionId }) => transactionId,
    'Processor ID': ({ processorDisputeId }) => processorDisputeId,
    Kind: ({ kind }) => kind,
    Status: ({ state }) => state,
    Reason: ({ reason }) => reason,
    'Network code': ({ networkCode }) => networkCode,
    [`Respond by (${timeZone})`]: ({ respondBy }) => timeOf(respondBy),
    [`Opened (${timeZone})`]: ({ openedAt }) => timeOf(openedAt),
    [`Closed (${timeZone})`]: ({ closedAt }) => timeOf(closedAt),
    Payer: ({ payerName }) => payerName,
    'Matter number': ({ matter }) => matter?.number ?? null,
    Method: ({ method }) => method,
    'Last four': ({ last4 }) => last4,
    Amount: ({ amount }) => decimalOf(amount),
    Fee: ({ fee }) => decimalOf(fee),
    Currency: ({ currency }) => currency,
    Response: ({ response }) => response,
    [`Responded (${timeZone})`]: ({ respondedAt }) => timeOf(respondedAt),
    Reference: ({ responseReference }) => responseReference,
    'Respond by offset': ({ respondBy }) => offsetOf(respondBy),
    'Opened offset': ({ openedAt }) => offsetOf(openedAt),
  };
}
