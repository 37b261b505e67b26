import type { RequestEvent } from '@sveltejs/kit';
import { describeInstrument } from '#lib/payments/payment-labels.ts';
import { receiptOf, type Receipt } from '#lib/receipt/receipt.ts';
import { apiFor, dataOf } from './api.ts';

/** How many of a refund's newest events are searched for the day of its status. */
const EVENTS_MAX = 500;

/** The receipt of a refund in its current state. */
export async function loadReceipt(event: RequestEvent<{ id: string }>): Promise<Receipt> {
  const api = apiFor(event);
  const path = { id: event.params.id };
  const refund = await dataOf(event, api.GET('/v1/refunds/{id}', { params: { path } }));
  const { transactionId } = refund;
  const query = { limit: EVENTS_MAX, cursor: String(Math.max(0, refund.version - EVENTS_MAX)) };
  const [payment, firm, events] = await Promise.all([
    dataOf(event, api.GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } })),
    dataOf(event, api.GET('/v1/firm')),
    dataOf(event, api.GET('/v1/refunds/{id}/events', { params: { path, query } })),
  ]);
  const told = typeof events === 'string' ? [] : events.data;
  const since = told.findLast(({ data }) => data['status'] === refund.status)?.at ?? refund.requestedAt;
  const instrument = describeInstrument(payment);
  return receiptOf({ refund, payment, instrument, firm, since, now: new Date().toISOString() });
}
