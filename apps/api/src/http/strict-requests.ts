// Nothing in a request is silently ignored: not a query parameter that its route does not accept, a duplicate key in its
// body, or bytes that are not UTF-8. Each may matter to the sender: `?dryRun=true`, or a second amount.
import type { RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App } from '../context.ts';
import { problem, type Refusal } from './problems.ts';
import { hasDoubledKey } from './duplicate-keys.ts';
import { invalidRequest } from './invalid-request.ts';
import { refuseSensitiveNumbers } from './refuse-sensitive-numbers.ts';

type StrictRoute = Pick<RouteConfig, 'method' | 'request'> & { getRoutingPath(): string };

/** Call it after the routes are guarded and before their handlers are added. */
export function requireStrictRequests(app: App, routes: readonly StrictRoute[]): void {
  for (const route of routes) {
    const on = [route.method.toUpperCase(), route.getRoutingPath()] as const;
    // A query that a route takes is a strict object.
    if (route.request?.query === undefined) app.on(...on, refuseAnyQuery);
    if (route.request?.body?.content['application/json'] !== undefined) {
      app.on(...on, refuseUnclearJson, refuseSensitiveNumbers);
    }
  }
}

export const refuseAnyQuery = createMiddleware<ApiEnv>(async (c, next) => {
  const [field] = Object.keys(c.req.query());
  if (field !== undefined) {
    const message = 'this request accepts no query parameters';
    return problem(c, invalidRequest([{ field, message }], 'query'));
  }
  await next();
  return;
});

/** The body is read once; later readers get the same bytes. */
export const refuseUnclearJson = createMiddleware<ApiEnv>(async (c, next) => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(c.req.header('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) return problem(c, OTHER_CHARSET);
  const text = decoded(await c.req.arrayBuffer());
  if (text === null) return problem(c, NO_UTF_8);
  if (hasDoubledKey(text)) return problem(c, DOUBLED_KEY);
  await next();
  return;
});

const OTHER_CHARSET: Refusal = {
  code: 'unsupported_media_type',
  detail: 'Send the body as UTF-8: `Content-Type: application/json`, with no other charset.',
};
const NO_UTF_8: Refusal = { code: 'invalid_request', detail: 'The body is not UTF-8.' };
const DOUBLED_KEY: Refusal = {
  code: 'invalid_request',
  detail: 'An object in the body has the same key twice, so its value is ambiguous.',
};

function decoded(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
