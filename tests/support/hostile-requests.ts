// What a careless or hostile program sends to a route of the API, by the OpenAPI document: each request is wrong in one
// way, and a refusal is the only right answer.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';

/** A route as the OpenAPI document has it: the method in small letters, the path with `{names}`. */
export type AskedRoute = {
  readonly method: string;
  readonly path: string;
  readonly takesJson: boolean;
  readonly takesKey: boolean;
  /** It takes whatever a payment company sends, if it is signed. */
  readonly isWebhook: boolean;
  /** What it cannot be asked without, `?from=2026-01-01`. */
  readonly query: string;
  /** A body that it reads; undefined if an empty one will do, or none. */
  readonly body: unknown;
};

export type HostileRequest = {
  /** What is wrong with it. */
  readonly wrong: string;
  readonly method: string;
  /** Sent as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The statuses of a right refusal. */
  readonly refusedWith: readonly number[];
};

export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = { 'content-type': 'application/json' } as const;
const ID_MAX = 10_000;
const BAD_IDS = {
  'an ID of 10,000 characters': 'x'.repeat(ID_MAX),
  'an ID with a NUL': 'a%00b',
  'an ID with a lone surrogate': '%ED%A0%80',
  'an ID that is no percent-encoding': '%ZZ',
  'an ID with a slash in it': 'a%2Fb',
  'a dot segment for an ID': '%2e%2e',
} as const;

/** @returns requests that are wrong in one way each */
export function hostileRequests(route: AskedRoute): readonly HostileRequest[] {
  const method = route.method.toUpperCase();
  const path = pathWith(route.path, 'x');
  const right = `${path}${route.query}`;
  const key = (): Headers => (route.takesKey ? { 'idempotency-key': randomUUID() } : {});
  const text = JSON.stringify(route.body ?? {});
  const sent = () =>
    route.takesJson ? { headers: { ...JSON_TYPE, ...key() }, body: text } : { headers: key() };
  const and = route.query === '' ? '?' : '&';
  return [
    {
      wrong: 'an unknown query parameter',
      method,
      path: `${right}${and}surprise=1`,
      ...sent(),
      refusedWith: [400],
    },
    {
      wrong: 'a query that is not UTF-8',
      method,
      path: `${right}${and}q=%ff`,
      ...sent(),
      refusedWith: [400],
    },
    {
      wrong: 'a query parameter twice',
      method,
      path: `${right}${and}limit=1&limit=2`,
      ...sent(),
      refusedWith: [400],
    },
    { wrong: 'another method', method: 'PROPFIND', path, headers: {}, refusedWith: [405] },
    ...(route.takesJson ? hostileBodies(method, right, key) : []),
    ...(method === 'GET' || route.takesJson || route.isWebhook ? [] : [anyBody(method, right, key)]),
    ...hostileIds(route, method, sent),
  ];
}

/** Sends it as it is: fetch would mend the path. */
export function sendRaw(
  url: string,
  { method, path, headers, body }: Omit<HostileRequest, 'wrong' | 'refusedWith'>,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const sending = request({ hostname, port, method, path, headers, timeout: 30_000 }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
  sending.on('timeout', () => sending.destroy(new Error(`${method} ${path} was not answered`)));
  sending.on('error', reject);
  sending.end(body);
  return promise;
}

function hostileBodies(method: string, path: string, key: () => Headers): readonly HostileRequest[] {
  const headers = () => ({ ...JSON_TYPE, ...key() });
  const of = { method, path };
  return [
    {
      wrong: 'another content type',
      ...of,
      headers: { ...key(), 'content-type': 'application/xml' },
      body: '<a/>',
      refusedWith: [415],
    },
    {
      wrong: 'a relative of JSON',
      ...of,
      headers: { ...key(), 'content-type': 'application/vnd.api+json' },
      body: '{}',
      refusedWith: [415],
    },
    {
      wrong: 'a packed body',
      ...of,
      headers: { ...headers(), 'content-encoding': 'gzip' },
      body: '{}',
      refusedWith: [415],
    },
    { wrong: 'broken JSON', ...of, headers: headers(), body: '{"a":', refusedWith: [400] },
    { wrong: 'a list for an object', ...of, headers: headers(), body: '[]', refusedWith: [400] },
    { wrong: 'a key twice', ...of, headers: headers(), body: '{"a":1,"a":2}', refusedWith: [400] },
    { wrong: 'an unknown field', ...of, headers: headers(), body: '{"surprise":1}', refusedWith: [400] },
    {
      wrong: 'a lone surrogate in a field',
      ...of,
      headers: headers(),
      body: '{"reason":"\\ud800","\\ud800":1}',
      refusedWith: [400],
    },
    {
      wrong: 'nesting without an end',
      ...of,
      headers: headers(),
      body: '['.repeat(7_000),
      refusedWith: [400],
    },
  ];
}

/** Where a route takes no body, or a file. */
function anyBody(method: string, path: string, key: () => Headers): HostileRequest {
  return {
    wrong: 'fields where none are taken',
    ...{ method, path, headers: { ...JSON_TYPE, ...key() }, body: '{"surprise":1}' },
    refusedWith: [400, 415],
  };
}

function hostileIds(
  { path, query }: AskedRoute,
  method: string,
  sent: () => Pick<HostileRequest, 'headers' | 'body'>,
): readonly HostileRequest[] {
  if (!path.includes('{')) return [];
  return Object.entries(BAD_IDS).map(([wrong, id]) => ({
    ...{ wrong, method, path: `${pathWith(path, id)}${query}`, ...sent() },
    // 403: a person would have to confirm their identity first. 409, 412: it is not what is asked for. 431: two such IDs.
    refusedWith: [400, 403, 404, 409, 412, 422, 431],
  }));
}

function pathWith(path: string, id: string): string {
  return path.replaceAll(/\{\w+\}/g, id);
}
