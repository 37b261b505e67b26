import type { RequestEvent } from '@sveltejs/kit';
import type { Void } from '#lib/api-types.ts';
import { apiFor, dataOf, orErrorPage, outcomeOf } from './api.ts';

/** All that the page of a payment shows. */
export async function loadPayment(event: RequestEvent<{ transactionId: string }>) {
  const params = { path: { transactionId: event.params.transactionId } };
  const payment = await dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
  const standing = payment.type === 'authorization' ? await voidOf(event, payment.transactionId) : null;
  return { payment, standing, now: new Date().toISOString() };
}

/** Null where it was never asked for. */
async function voidOf(event: RequestEvent, transactionId: string): Promise<Void | null> {
  const params = { path: { transactionId } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}/void', { params }));
  // Any other silence is no reason to offer it once more.
  return !outcome.ok && outcome.problem.status === 404 ? null : orErrorPage(outcome);
}
