// A proxy in front of a stand-in, which breaks the next request in a way that the stand-in itself cannot.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Fault } from './rig.ts';

export type OddProxy = {
  readonly url: string;
  readonly fault: (kind: Fault, on: 'send' | 'lookup', times: number) => void;
  readonly clear: () => void;
  /** How many sends arrived whose body contains this text. */
  readonly sendsWith: (text: string) => number;
  readonly stop: () => Promise<void>;
};

/** What is answered without asking the stand-in: status, body and headers. */
type Instead = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];
const error = (code: string) => JSON.stringify({ error: { code, message: `Refused: ${code}.` } });
const INSTEAD: Readonly<Partial<Record<Fault, Instead>>> = {
  '429': [429, error('rate_limited'), { 'retry-after': '7' }],
  '401': [401, error('unauthorized')],
  '403': [403, error('unauthorized')],
  '500': [500, error('internal_error')],
  proxy_404: [404, '<html>Not Found</html>'],
  html: [200, '<html>Welcome</html>'],
  empty: [200, ''],
};

export async function startOddProxy(target: string): Promise<OddProxy> {
  let faults: { readonly kind: Fault; readonly on: 'send' | 'lookup'; left: number }[] = [];
  const sends: string[] = [];
  const take = (on: 'send' | 'lookup') => {
    const fault = faults.find((one) => one.on === on && one.left > 0);
    if (fault === undefined) return null;
    fault.left -= 1;
    return fault.kind;
  };
  const server = createServer((request, response) => {
    const on = request.method === 'POST' ? 'send' : 'lookup';
    void text(request)
      .then((body) => {
        if (on === 'send') sends.push(body);
        return answer(request, response, { target, body, fault: take(on) });
      })
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    fault: (kind, on, times) => faults.push({ kind, on, left: times }),
    clear: () => {
      faults = [];
    },
    sendsWith: (part) => sends.filter((body) => body.includes(part)).length,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { target, body, fault }: { readonly target: string; readonly body: string; readonly fault: Fault | null },
): Promise<void> {
  if (fault === 'cut_before') {
    response.destroy();
    return;
  }
  const instead = fault === null ? undefined : INSTEAD[fault];
  if (instead !== undefined) {
    const [status, said, headers = {}] = instead;
    response.writeHead(status, headers).end(said);
    return;
  }
  const forwarded = await forward(request, target, body);
  const said = await forwarded.text();
  switch (fault) {
    case 'cut_after':
      response.destroy();
      return;
    case 'silent_after':
      return;
    case 'truncated':
      response.writeHead(forwarded.status).end(said.slice(0, said.length / 2));
      return;
    case 'other_object':
      response.writeHead(forwarded.status).end(said.replaceAll(/"(id|paymentId)":"/g, '"$1":"X'));
      return;
    default: {
      const replayed = forwarded.headers.get('idempotent-replayed');
      response.writeHead(forwarded.status, replayed === null ? {} : { 'idempotent-replayed': replayed });
      response.end(said);
    }
  }
}

function forward(request: IncomingMessage, target: string, body: string): Promise<Response> {
  const headers = new Headers();
  for (const name of ['authorization', 'processor-account', 'idempotency-key', 'content-type']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = request.method ?? 'GET';
  return fetch(`${target}${request.url ?? ''}`, { method, headers, body: method === 'GET' ? null : body });
}
