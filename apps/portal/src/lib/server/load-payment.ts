import type { RequestEvent } from '@sveltejs/kit';
import type { PaymentDetail, Void } from '#lib/api-types.ts';
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
  const accounts = await accountTitles(event, payment);
  return { payment, standing, evidence, accounts, now: new Date().toISOString() };
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
