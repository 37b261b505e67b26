// The portal's process: adapter-node's handler behind our own server, because its public address (PORTAL_URL) is set at
// the start and not at the build, and because every process here says when it is ready.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import compression from 'compression';
import { clientAddress, trustedProxies } from '@makewhole/domain/client-address';
import { log } from '#lib/server/log.ts';
import { FILE_FORM_BYTES_MAX, refuseBody } from './refuse-body.ts';
import { securityHeaders } from './security-headers.ts';

/** How long running requests may still take once the process is asked to stop. */
const STOP_WITHIN_MS = 5_000;
const HEADER_BYTES_MAX = 16 * 1024;
/** A 10 MB file takes a while on a small office's connection. */
const BODY_TIMEOUT_MS = 60_000;
const TIMES = {
  maxHeaderSize: HEADER_BYTES_MAX,
  headersTimeout: 10_000,
  requestTimeout: BODY_TIMEOUT_MS,
  connectionsCheckingInterval: 5_000,
};
/** As many as the API allows: each live page holds one. */
const CONNECTIONS_MAX = 2_000;
/** Pages and their data shrink to a tenth; the build compresses files, and live events are sent one by one. */
const compress = compression({
  filter: (request, response) =>
    response.getHeader('content-type') !== 'text/event-stream' && compression.filter(request, response),
});
/** The header that tells the handler the client's address; any earlier value is overwritten. */
const ADDRESS_HEADER = 'x-makewhole-client-address';
const PROXIES_MISSING =
  'TRUSTED_PROXIES is missing: where PORTAL_URL is https, set it to the addresses and networks of the proxies before the portal, such as 10.0.0.7,10.0.1.0/24. Only they are believed whose request they pass on.';
const LOOPBACK_ALIASES = ['127.0.0.1', '[::1]'];

// The handler reads these when it loads: it accepts forms only from the origin that these headers make.
process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
process.env['HOST_HEADER'] = 'x-forwarded-host';
process.env['ADDRESS_HEADER'] = ADDRESS_HEADER;
process.env['BODY_SIZE_LIMIT'] = String(FILE_FORM_BYTES_MAX);

const { handler } = await loadHandler();
// Filled only once the handler has read the environment.
const { HOST, PORT, PORTAL_URL, TRUSTED_PROXIES } = await import('$app/env/private');
const portal = new URL(PORTAL_URL);
const proxies = trustedProxies(TRUSTED_PROXIES, PORTAL_URL) ?? endWith(PROXIES_MISSING);
const headers = Object.entries(securityHeaders(portal.protocol));
const server = createServer(TIMES, answer);
server.maxConnections = CONNECTIONS_MAX;
server.once('error', (error: NodeJS.ErrnoException) => {
  const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.message})`;
  endWith(`PORT ${PORT} ${reason}: set another port, or 0 for any free one`);
});
server.listen(PORT, HOST, () => {
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has an AddressInfo
  log.info({ url: PORTAL_URL, port }, 'ready');
});
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { host } = request.headers;
  for (const [name, value] of headers) response.setHeader(name, value);
  if (portal.hostname === 'localhost' && LOOPBACK_ALIASES.some((alias) => host?.startsWith(`${alias}:`))) {
    // The browser would send forms from another origin.
    response.writeHead(307, { location: `${PORTAL_URL}${request.url ?? '/'}` }).end();
    return;
  }
  const refusal = refuseBody(request);
  if (refusal !== null) {
    response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(refusal.words);
    return;
  }
  const forwardedFor = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  request.headers[ADDRESS_HEADER] = clientAddress(request.socket.remoteAddress ?? '', forwardedFor, proxies);
  request.headers['x-forwarded-proto'] = portal.protocol.slice(0, -1);
  request.headers['x-forwarded-host'] = portal.host;
  compress(request, response, () => handler(request, response, () => response.writeHead(404).end()));
}

function stop(): void {
  server.close(() => {
    log.info('stopped');
    process.exit(0);
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS).unref();
}

/** Loads the application, which reads its settings (src/env.ts) as it is loaded. */
async function loadHandler() {
  try {
    return await import('#handler');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const faults = [...error.message.matchAll(/^([A-Z_]+)\n\s+- (.+)$/gm)];
    if (faults.length === 0) throw error;
    return endWith(faults.map(([, name, fault]) => `${name} ${fault}`).join('; '));
  }
}

function endWith(fault: string): never {
  process.stderr.write(`Bad settings: ${fault}\n`);
  process.exit(1);
}
