import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { DELIVERY_STATUSES } from '@makewhole/domain/webhooks';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import { findEndpointFaults, readEndpoint, wishesOf } from '#lib/webhooks/endpoint-values.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const status = DELIVERY_STATUSES.find((one) => one === searchParams.get('status')) ?? null;
  const cursor = searchParams.get('cursor');
  const query = {
    ...{ endpointId: event.params.id, limit: PAGE_ROWS },
    ...(status !== null && { status }),
    ...(cursor !== null && { cursor }),
  };
  const api = apiFor(event);
  const params = { path: { id: event.params.id } };
  const [endpoint, deliveries] = await Promise.all([
    dataOf(event, api.GET('/v1/webhook-endpoints/{id}', { params })),
    dataOf(event, api.GET('/v1/webhook-deliveries', { params: { query } })),
  ]);
  const { data, nextCursor } = deliveries;
  return { endpoint, deliveries: data, nextCursor, status, isFirst: cursor === null };
};

export const actions: Actions = {
  change: async (event) => {
    const values = readEndpoint(await event.request.formData());
    const errors = findEndpointFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const outcome = await change(event, wishesOf(values));
    if (outcome.ok) backTo(event);
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },

  turn: async (event) => {
    const enabled = textOf(await event.request.formData(), 'enabled') === 'true';
    return settle(event, await change(event, { enabled }));
  },

  rotate: async (event) => {
    const rotating = apiFor(event).POST('/v1/webhook-endpoints/{id}/rotate', paramsOf(event));
    const outcome = await outcomeOf(event, rotating);
    // No redirect: only this response has the secret.
    if (outcome.ok) return { secret: outcome.data.secret };
    return settle(event, outcome);
  },

  test: async (event) =>
    settle(
      event,
      await outcomeOf(event, apiFor(event).POST('/v1/webhook-endpoints/{id}/test', paramsOf(event))),
    ),

  replay: async (event) => {
    const id = textOf(await event.request.formData(), 'deliveryId');
    const replaying = apiFor(event).POST('/v1/webhook-deliveries/{id}/replay', { params: { path: { id } } });
    return settle(event, await outcomeOf(event, replaying));
  },
};

/** The page's own endpoint: its route has an ID. */
function paramsOf({ params }: RequestEvent) {
  return { params: { path: { id: params.id ?? '' } } };
}

function change(event: RequestEvent, body: Partial<ReturnType<typeof wishesOf>> & { enabled?: boolean }) {
  return outcomeOf(event, apiFor(event).PATCH('/v1/webhook-endpoints/{id}', { ...paramsOf(event), body }));
}

function settle(event: RequestEvent, outcome: Outcome<unknown>) {
  if (outcome.ok) backTo(event);
  return fail(outcome.problem.status, { fault: outcome.problem.detail });
}

function backTo({ url }: RequestEvent): never {
  redirect(303, url.pathname);
}
