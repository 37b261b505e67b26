// One request to Stripe, sent once: their own client sends again by itself when a connection breaks, which may be after the
// work was done.
import { exchange, type Exchange } from '../http-exchange.ts';

/** Pinned: an answer keeps its shape, whatever version the firm's account has. */
const API_VERSION = '2026-08-26.dahlia';

export type StripeServer = {
  readonly url: string;
  readonly apiKey: string;
  readonly lookupTimeoutMs: number;
};

/** Names may repeat, as for `expand[]`. */
export type Parameters = readonly (readonly [name: string, value: string])[];

export function get({ url, apiKey, lookupTimeoutMs }: StripeServer, path: string, query: Parameters = []) {
  const search = encoded(query);
  return exchange({
    method: 'GET',
    url: `${url}${path}${search === '' ? '' : `?${search}`}`,
    headers: headersFor(apiKey),
    body: null,
    timeoutMs: lookupTimeoutMs,
  });
}

export function post(
  { url, apiKey }: StripeServer,
  path: string,
  {
    idempotencyKey,
    timeoutMs,
    form,
  }: { readonly idempotencyKey: string; readonly timeoutMs: number; readonly form: Parameters },
): Promise<Exchange> {
  const headers = headersFor(apiKey);
  headers.set('idempotency-key', idempotencyKey);
  headers.set('content-type', 'application/x-www-form-urlencoded');
  return exchange({ method: 'POST', url: `${url}${path}`, headers, body: encoded(form), timeoutMs });
}

/** Whether text can be an ID of Stripe's at all: nothing else is put into a path or sent to them. */
export function canBeId(text: string): boolean {
  return /^\w{3,255}$/.test(text);
}

function encoded(parameters: Parameters): string {
  return new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
}

function headersFor(apiKey: string): Headers {
  return new Headers({ authorization: `Bearer ${apiKey}`, 'stripe-version': API_VERSION });
}
