// Limits on what a request may use: bytes and time.
import type { IncomingMessage } from 'node:http';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { ApiEnv, App } from '../context.ts';
import type { Handling } from './define-route.ts';
import { patternOf } from './path-pattern.ts';
import { problem, type Refusal } from './problems.ts';
import { dropBody, hasBody, readBody } from './read-body.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** Less than the server's own limit for the whole request, which closes the connection. */
const BODY_MS_MAX = 25_000;
/** Longer than anything that a request waits for: 15 s for a statement, 10 s for a workflow's answer. */
const REQUEST_TIMEOUT_MS = 20_000;
/** With `Prefer: wait`, which waits 60 s at most. */
const WAITING_REQUEST_TIMEOUT_MS = 80_000;

type HandledRoute = { readonly method: string; readonly path: string; readonly handling: Handling };

/**
 * Reads the body of each route's requests, up to the bytes that the route declares. Call it once the routes are guarded:
 * no body is read into memory before the caller is known.
 */
export function limitBody(app: App, routes: readonly HandledRoute[]): void {
  for (const { method, path, handling } of routes) {
    const bytesMax = handling.bodyBytesMax ?? BODY_BYTES_MAX;
    app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), limitBodyTo(bytesMax));
  }
}

function limitBodyTo(bytesMax: number) {
  const tooLarge: Refusal = {
    code: 'too_large',
    detail: `The body of this request may have at most ${bytesMax} bytes.`,
  };
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { incoming } = c.env;
    // It was read before where a change looks at what stands (etags.ts).
    if (!hasBody(incoming) || incoming.readableEnded) return next();
    if (c.req.header('content-encoding') !== undefined) return problem(c, PACKED);
    if (Number(c.req.header('content-length') ?? 0) > bytesMax) return problem(c, tooLarge);
    const clock = c.get('clock');
    clock.stop();
    const read = await readBody(incoming, { bytesMax, msMax: BODY_MS_MAX });
    clock.restart();
    if (read.kind === 'too_large') return problem(c, tooLarge);
    if (read.kind !== 'read') return problem(c, read.kind === 'too_slow' ? TOO_SLOW : CUT_OFF);
    // The adapter takes the body from there, as on platforms that read it before the app does.
    (incoming as IncomingMessage & { rawBody: Buffer }).rawBody = read.bytes;
    return next();
  });
}

const PACKED: Refusal = {
  code: 'unsupported_media_type',
  detail: 'Nothing was done. Send the body as it is, without Content-Encoding.',
};
const TOO_SLOW: Refusal = {
  code: 'request_timeout',
  detail: `The body did not arrive within ${BODY_MS_MAX / 1_000} seconds. Nothing was done: send the request again.`,
};
const CUT_OFF: Refusal = {
  code: 'invalid_request',
  detail: 'The connection ended before the body did. Nothing was done: send the request again.',
};

/** Reads and drops what is left of a body that was refused, so that its sender sees the answer, not a broken connection. */
export const dropRefusedBody = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  const { incoming } = c.env;
  if (incoming.complete || !hasBody(incoming)) return;
  if (!(await dropBody(incoming))) c.header('connection', 'close');
});

/** Answers 504 to what takes too long. A route that waits has longer, if it is asked to. */
export function limitTime(routes: readonly HandledRoute[]) {
  const waiting = routes.filter(({ handling }) => handling.waits).map(({ path }) => patternOf(path));
  return createMiddleware<ApiEnv>(async (c, next) => {
    const isLong =
      c.req.header('prefer') !== undefined && waiting.some((pattern) => pattern.test(c.req.path));
    const late = Promise.withResolvers<never>();
    const start = () =>
      setTimeout(
        () => late.reject(new HTTPException(504)),
        isLong ? WAITING_REQUEST_TIMEOUT_MS : REQUEST_TIMEOUT_MS,
      );
    let timer = start();
    const stop = () => clearTimeout(timer);
    c.set('clock', {
      stop,
      restart: () => {
        timer = start();
      },
    });
    try {
      await Promise.race([next(), late.promise]);
    } finally {
      stop();
    }
  });
}
