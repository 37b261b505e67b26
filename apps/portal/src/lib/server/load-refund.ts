import type { RequestEvent } from '@sveltejs/kit';
import type { RefundEvent } from '#lib/api-types.ts';
import { factsOfRefund } from '#lib/money-flow/flow-facts.ts';
import { moneyFlow } from '#lib/money-flow/money-flow.ts';
import { endOf } from '#lib/refunds/refund-end.ts';
import { refundStations } from '#lib/refunds/refund-stations.ts';
import { apiFor, dataOf, outcomeOf } from './api.ts';
import { labelEvents } from '#lib/refunds/timeline-labels.ts';
import { loadClientEmail, loadClientLinks } from './client-links.ts';
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
  const [me, payment, events, audit, looked, clientLinks, clientEmail] = await Promise.all([
    dataOf(event, api.GET('/v1/me')),
    findPayment(event, refund.transactionId),
    listEvents(event, olderEvents),
    outcomeOf(event, api.GET('/v1/refunds/{id}/audit', { params })),
    // Not for viewers; for others the page is worth showing without it.
    outcomeOf(event, api.GET('/v1/refunds/{id}/outlook', { params })),
    loadClientLinks(event),
    loadClientEmail(event),
  ]);
  const evidence = await loadEvidence(event, [
    ...events.map(({ data }) => data['evidenceId']),
    ...payment.tasks.map(({ answer }) => answer?.evidenceId),
  ]);
  const already = event.url.searchParams.has('already');
  const verdict = audit.ok ? audit.data : null;
  const now = new Date().toISOString();
  const told = labelEvents(events, refund.notifications ?? []);
  const { timeZone } = me.firm;
  const outlook = looked.ok ? looked.data : null;
  // Made here, not in the browser: it has the words and the bank's calendar.
  const face = {
    stations: refundStations(refund, events, timeZone, outlook?.toCome?.expected),
    end: endOf(refund, events, timeZone),
    flow: moneyFlow(factsOfRefund(refund, payment, { events, outlook, timeZone })),
  };
  return {
    refund,
    payment,
    events: told,
    evidence,
    olderEvents,
    verdict,
    workflow,
    already,
    now,
    outlook,
    face,
    clientLinks,
    clientEmail,
  };
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
