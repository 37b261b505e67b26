import type { RequestEvent } from '@sveltejs/kit';
import type { PaymentDetail, Void } from '#lib/api-types.ts';
import { paymentStations } from '#lib/payments/payment-stations.ts';
import { dateIn } from '#lib/time/format.ts';
import { apiFor, dataOf, orErrorPage, outcomeOf } from './api.ts';
import { loadEvidence } from './load-evidence.ts';

/** Everything that a payment's page shows. */
export async function loadPayment(event: RequestEvent<{ transactionId: string }>) {
  const params = { path: { transactionId: event.params.transactionId } };
  const [payment, me] = await Promise.all([
    dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params })),
    dataOf(event, apiFor(event).GET('/v1/me')),
  ]);
  const standing = payment.type === 'authorization' ? await voidOf(event, payment.transactionId) : null;
  const evidence = await loadEvidence(
    event,
    payment.tasks.map(({ answer }) => answer?.evidenceId),
  );
  const { timeZone } = me.firm;
  const [accounts, refund] = await Promise.all([
    accountTitles(event, payment),
    refundOf(event, payment, timeZone),
  ]);
  const stations = paymentStations(payment, refund, timeZone);
  return { payment, standing, refund, stations, evidence, accounts, now: new Date().toISOString() };
}

/** How the payment's refund stands; null if it has none, or it cannot be read just now. */
async function refundOf(event: RequestEvent, { refundId }: PaymentDetail, timeZone: string) {
  if (refundId === null) return null;
  const params = { path: { id: refundId } };
  const [found, events] = await Promise.all([
    outcomeOf(event, apiFor(event).GET('/v1/refunds/{id}', { params })),
    outcomeOf(
      event,
      apiFor(event).GET('/v1/refunds/{id}/events', { params: { ...params, query: { limit: 500 } } }),
    ),
  ]);
  if (!found.ok) return null;
  const told = events.ok && typeof events.data !== 'string' ? events.data.data : [];
  const arrived = told.findLast(({ data }) => data['status'] === 'succeeded');
  const { id, status, amount, expected, requestedAt } = found.data;
  const arrivedOn = arrived === undefined ? null : dateIn(new Date(arrived.at), timeZone);
  return { id, status, amount, expected, requestedAt, arrivedOn };
}

/** Null if no void was ever requested. */
async function voidOf(event: RequestEvent, transactionId: string): Promise<Void | null> {
  const params = { path: { transactionId } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}/void', { params }));
  // Any other failure is no reason to offer the void again.
  return !outcome.ok && outcome.problem.status === 404 ? null : orErrorPage(outcome);
}

/** The titles of the firm's bank accounts by ID, where a move of trust money names them. */
async function accountTitles(event: RequestEvent, { tasks }: PaymentDetail): Promise<Record<string, string>> {
  if (!tasks.some(({ toAuthorize, authorization }) => toAuthorize ?? authorization)) return {};
  const { data } = await dataOf(event, apiFor(event).GET('/v1/bank-accounts'));
  return Object.fromEntries(data.map(({ id, title }) => [id, title]));
}
