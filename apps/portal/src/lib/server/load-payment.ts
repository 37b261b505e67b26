import type { RequestEvent } from '@sveltejs/kit';
import type { Void } from '#lib/api-types.ts';
import { apiFor, dataOf, orErrorPage, outcomeOf } from './api.ts';
import { loadEvidence } from './load-evidence.ts';

/** Everything that a payment's page shows. */
export async function loadPayment(event: RequestEvent<{ transactionId: string }>) {
  const params = { path: { transactionId: event.params.transactionId } };
  const payment = await dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
  const standing = payment.type === 'authorization' ? await voidOf(event, payment.transactionId) : null;
  const evidence = await loadEvidence(
    event,
    payment.tasks.map(({ answer }) => answer?.evidenceId),
  );
  return { payment, standing, evidence, now: new Date().toISOString() };
}

/** Null if no void was ever requested. */
async function voidOf(event: RequestEvent, transactionId: string): Promise<Void | null> {
  const params = { path: { transactionId } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}/void', { params }));
  // Any other failure is no reason to offer the void again.
  return !outcome.ok && outcome.problem.status === 404 ? null : orErrorPage(outcome);
}
