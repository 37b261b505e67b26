import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.ts';

export type MakewholeClient = Client<paths>;

export type ClientOptions = {
  /** Where the API is, without a path. */
  readonly baseUrl: string;
  /** How requests are sent, where it is not by fetch as it is. */
  readonly fetch?: (request: Request) => Promise<Response>;
} & (
  | { readonly apiKey: string }
  /** Those that carry a person's session, for the portal's server, which asks on behalf of people. */
  | { readonly headers: Readonly<Record<string, string>> }
);

/** Typed calls to the API. A refusal is an answer's `error`, a problem document; nothing is thrown for it. */
export function createMakewholeClient({ baseUrl, fetch, ...caller }: ClientOptions): MakewholeClient {
  const headers = 'apiKey' in caller ? { authorization: `Bearer ${caller.apiKey}` } : caller.headers;
  return createFetchClient<paths>({ baseUrl, headers, ...(fetch && { fetch }) });
}
