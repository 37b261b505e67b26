import { exchange, type Exchange } from '../http-exchange.ts';
import type { SandboxConnection } from './connection.ts';

export type Server = Pick<SandboxConnection, 'url' | 'apiKey'> & { readonly lookupTimeoutMs: number };

export function get(server: Server, account: string, path: string): Promise<Exchange> {
  return exchange({
    method: 'GET',
    url: new URL(path, server.url).href,
    headers: headersFor(server, account),
    body: null,
    timeoutMs: server.lookupTimeoutMs,
  });
}

export function post(
  server: Server,
  account: string,
  path: string,
  { idempotencyKey, timeoutMs, body }: { idempotencyKey: string; timeoutMs: number; body: object | null },
): Promise<Exchange> {
  const headers = headersFor(server, account);
  headers.set('idempotency-key', idempotencyKey);
  if (body !== null) headers.set('content-type', 'application/json');
  return exchange({
    method: 'POST',
    url: new URL(path, server.url).href,
    headers,
    body: body === null ? null : JSON.stringify(body),
    timeoutMs,
  });
}

function headersFor({ apiKey }: Server, account: string): Headers {
  return new Headers({ authorization: `Bearer ${apiKey}`, 'processor-account': account });
}
