import { API_URL } from '$app/env/private';
import { callerHeaders } from '#lib/server/api.ts';
import { log } from '#lib/server/log.ts';
import { silence } from '#lib/server/problem.ts';
import { unnamedEvents } from '#lib/server/unnamed-events.ts';
import type { RequestHandler } from './$types';

/** Relays a refund's live timeline: the browser talks only to the portal. */
export const GET: RequestHandler = async (event) => {
  const { params, request, url } = event;
  const after = request.headers.get('last-event-id') ?? url.searchParams.get('after') ?? '0';
  const upstream = await fetch(`${API_URL}/v1/refunds/${encodeURIComponent(params.id)}/events`, {
    headers: { ...callerHeaders(event), accept: 'text/event-stream', 'last-event-id': after },
    signal: request.signal,
  }).catch((cause: unknown) => {
    // A browser that left before the API answered needs no response.
    if (!request.signal.aborted)
      log.error({ err: cause, refundId: params.id }, 'the API gave no live timeline');
    return silence();
  });
  if (!upstream.ok || upstream.body === null) return new Response(null, { status: upstream.status });
  const events = upstream.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(unnamedEvents())
    .pipeThrough(new TextEncoderStream());
  // The second one keeps nginx from collecting events before it passes them on.
  return new Response(events, {
    headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  });
};
