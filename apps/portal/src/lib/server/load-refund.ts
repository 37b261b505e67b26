import type { RequestEvent } from '@sveltejs/kit';
import type { RefundEvent } from '#lib/api-types.ts';
import { apiFor, dataOf, outcomeOf } from './api.ts';
import { labelEvents } from '#lib/refunds/timeline-labels.ts';
import { loadEvidence } from './load-evidence.ts';

type RefundRequest = RequestEvent<{ id: string }>;

/** The most events that a page shows, the newest: a refund has some thirty. */
const EVENTS_MAX = 500;

/** Everything that a refund's page shows. */
export async function loadRefund(event: RefundRequest) {
  const params = { path: { id: event.params.id } };
  const api = apiFor(event);
  // Streamed when known: if Temporal is down, the page does not wait for it.
  const workflow = outcomeOf(event, api.GET('/v1/refunds/{id}/workflow', { params })).catch(() => null);
  const refund = await dataOf(event, api.GET('/v1/refunds/{id}', { params }));
  const olderEvents = Math.max(0, refund.version - EVENTS_MAX);
  const [payment, events, audit] = await Promise.all([
    findPayment(event, refund.transactionId),
    listEvents(event, olderEvents),
    outcomeOf(event, api.GET('/v1/refunds/{id}/audit', { params })),
  ]);
  const evidence = await loadEvidence(event, [
    ...events.map(({ data }) => data['evidenceId']),
    ...payment.tasks.map(({ answer }) => answer?.evidenceId),
  ]);
  const already = event.url.searchParams.has('already');
  const verdict = audit.ok ? audit.data : null;
  const now = new Date().toISOString();
  const told = labelEvents(events, refund.notifications ?? []);
  return { refund, payment, events: told, evidence, olderEvents, verdict, workflow, already, now };
}

function findPayment(event: RefundRequest, transactionId: string) {
  const params = { path: { transactionId } };
  return dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
}

async function listEvents(event: RefundRequest, after: number): Promise<RefundEvent[]> {
  const params = { path: { id: event.params.id }, query: { limit: EVENTS_MAX, cursor: String(after) } };
  const page = await dataOf(event, apiFor(event).GET('/v1/refunds/{id}/events', { params }));
  // The stream is only for those who ask for it (events/+server.ts).
  return typeof page === 'string' ? [] : page.data;
}
