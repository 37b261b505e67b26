// A refund's links for the client: listed, made, revoked.
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { ClientEmailState, ClientLink } from '#lib/api-types.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, outcomeOf } from './api.ts';

type RefundRequest = RequestEvent<{ id: string }>;

/** Null for who may not see them. */
export async function loadClientLinks(event: RefundRequest): Promise<readonly ClientLink[] | null> {
  const params = { path: { id: event.params.id } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/refunds/{id}/client-links', { params }));
  return outcome.ok ? outcome.data.data : null;
}

/** Null for who may not see it. */
export async function loadClientEmail(event: RefundRequest): Promise<ClientEmailState | null> {
  const params = { path: { id: event.params.id } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/refunds/{id}/client-email', { params }));
  return outcome.ok ? outcome.data : null;
}

/** At the address that the page showed. */
export async function emailClient(event: RefundRequest) {
  const address = textOf(await event.request.formData(), 'address');
  const params = { path: { id: event.params.id } };
  const asking = apiFor(event).PUT('/v1/refunds/{id}/client-email', { params, body: { address } });
  const outcome = await outcomeOf(event, asking);
  if (outcome.ok) return { clientLink: { url: null, fault: null, isOff: false } };
  const { status, detail } = outcome.problem;
  return fail(status, { clientLink: { url: null, fault: detail, isOff: false } });
}

/** The link's URL is in this answer only: it is shown once, to be copied. */
export async function makeClientLink(event: RefundRequest) {
  const params = { path: { id: event.params.id } };
  const making = apiFor(event).POST('/v1/refunds/{id}/client-links', { params });
  const outcome = await outcomeOf(event, making);
  if (outcome.ok) return { clientLink: { url: outcome.data.url, fault: null, isOff: false } };
  const isOff = outcome.problem.code === 'client_links_off';
  return fail(outcome.problem.status, { clientLink: { url: null, fault: outcome.problem.detail, isOff } });
}

export async function revokeClientLink(event: RefundRequest) {
  const id = textOf(await event.request.formData(), 'linkId');
  const revoking = apiFor(event).POST('/v1/client-links/{id}/revoke', { params: { path: { id } } });
  const outcome = await outcomeOf(event, revoking);
  if (outcome.ok) return { clientLink: { url: null, fault: null, isOff: false } };
  const { status, detail } = outcome.problem;
  return fail(status, { clientLink: { url: null, fault: detail, isOff: false } });
}
