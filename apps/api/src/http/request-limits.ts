// Limits on what a request may use: bytes and time.
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { timeout } from 'hono/timeout';
import type { ApiEnv } from '../context.ts';
import type { Handling } from './define-route.ts';
import { problem } from './problems.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** Longer than anything that a request waits for: 15 s for a statement, 10 s for a workflow's answer. */
const REQUEST_TIMEOUT_MS = 20_000;
/** With `Prefer: wait`, which waits 60 s at most. */
const WAITING_REQUEST_TIMEOUT_MS = 80_000;

type HandledRoute = { readonly path: string; readonly handling: Handling };

/** Limits the size of every body to what its route declares. */
export function limitBody(routes: readonly HandledRoute[]) {
  const limits = routes.flatMap(({ path, handling: { bodyBytesMax } }) =>
    bodyBytesMax === undefined ? [] : [{ path: patternOf(path), limit: limitBodyTo(bodyBytesMax) }],
  );
  const limitOthers = limitBodyTo(BODY_BYTES_MAX);
  return createMiddleware<ApiEnv>((c, next) => {
    const declared = limits.find(({ path }) => path.test(c.req.path));
    return (declared?.limit ?? limitOthers)(c, next);
  });
}

/** Each parameter is one segment. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

function limitBodyTo(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c: Context<ApiEnv>) =>
      problem(c, {
        code: 'too_large',
        detail: `The body of this request may have at most ${maxSize} bytes.`,
      }),
  });
}

const limitTimeShort = timeout(REQUEST_TIMEOUT_MS);
const limitTimeLong = timeout(WAITING_REQUEST_TIMEOUT_MS);

export const limitTime = createMiddleware<ApiEnv>((c, next) =>
  c.req.header('prefer') === undefined ? limitTimeShort(c, next) : limitTimeLong(c, next),
);
