// The HTTP server itself: its limits and time limits, and what it answers before a request reaches the app. What
// Node's parser refuses is a problem document too, with a request ID that our log has.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, createServer as createNodeServer, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from '@makewhole/runtime/logger';
import { PROBLEMS, type ProblemCode } from './problem-kinds.ts';
import { problemBody, type Refusal } from './problems.ts';

type Fetch = Parameters<typeof getRequestListener>[0];

const HEADER_BYTES_MAX = 16 * 1024;
/** Twice the maximum number of event streams; further connections are refused. */
const CONNECTIONS_MAX = 2_000;
const TIMES = {
  /** Longer than the 60 seconds of most load balancers: whoever sends a request closes an idle connection first. */
  keepAliveMs: 75_000,
  headersMs: 10_000,
  requestMs: 30_000,
  /** How often Node looks for connections that have timed out. */
  checkEveryMs: 5_000,
};

/** @param times in milliseconds, for tests */
export function createServer(fetch: Fetch, log: Logger, times: Partial<typeof TIMES> = {}): Server {
  const { keepAliveMs, headersMs, requestMs, checkEveryMs } = { ...TIMES, ...times };
  const refuse = refusalWriter(log);
  const answering = new WeakMap<Duplex, ServerResponse>();
  const listener = getRequestListener(fetch, {
    // An address that is none, or no Host header.
    errorHandler: () => {
      const { code, headers, body } = refuse(MALFORMED);
      return new Response(body, { status: PROBLEMS[code].status, headers });
    },
  });
  const options = {
    maxHeaderSize: HEADER_BYTES_MAX,
    // Refused by the listener, with a problem document.
    requireHostHeader: false,
    keepAliveTimeout: keepAliveMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkEveryMs,
  };
  const server = createNodeServer(options, (incoming, outgoing) => {
    answering.set(incoming.socket, outgoing);
    void listener(incoming, outgoing);
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.on('checkExpectation', (_incoming, outgoing: ServerResponse) => {
    const { code, headers, body } = refuse(EXPECTATION);
    outgoing.writeHead(PROBLEMS[code].status, { ...headers, connection: 'close' }).end(body);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const current = answering.get(socket);
    const isMidAnswer = current !== undefined && current.headersSent && !current.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isMidAnswer) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(refuse(PARSER_REFUSALS[error.code ?? ''] ?? MALFORMED)));
  });
  return server;
}

const MALFORMED: Refusal = {
  code: 'invalid_request',
  detail: 'This is not a well-formed HTTP request: check its request line, its headers and its Host.',
};
const EXPECTATION: Refusal = {
  code: 'expectation_failed',
  detail: 'Nothing was done. Leave the Expect header out; only `100-continue` is known.',
};
const PARSER_REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'headers_too_large',
    detail: `The path and the headers of a request may have at most ${HEADER_BYTES_MAX} bytes together.`,
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    code: 'too_large',
    detail: 'The chunk extensions of this body are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'request_timeout',
    detail: 'The request did not arrive in time. Nothing was done: send it again.',
  },
};

type Written = {
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

function refusalWriter(log: Logger) {
  return (refusal: Refusal): Written => {
    const requestId = randomUUID();
    const { code } = refusal;
    log.info({ requestId, status: PROBLEMS[code].status, code }, 'a request did not reach the app');
    const body = JSON.stringify(problemBody(refusal, requestId));
    const headers = {
      'content-type': 'application/problem+json',
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return { code, headers, body };
  };
}

/** An answer that is written to a connection that has no request to answer. */
function rawAnswer({ code, headers, body }: Written): string {
  const { status } = PROBLEMS[code];
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}
