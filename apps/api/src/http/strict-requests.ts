// Nothing of a request is passed over in silence: a query parameter that its route does not take, a key that stands twice in
// its body, bytes that are no UTF-8. Each could mean something to whoever sent it, `?dryRun=true` or a second amount.
import type { RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App } from '../context.ts';
import { problem, type Refusal } from './problems.ts';
import { hasDoubledKey } from './duplicate-keys.ts';

type StrictRoute = Pick<RouteConfig, 'method' | 'request'> & { getRoutingPath(): string };

/** To be called after the routes are guarded, and before they are added. */
export function requireStrictRequests(app: App, routes: readonly StrictRoute[]): void {
  for (const route of routes) {
    const on = [route.method.toUpperCase(), route.getRoutingPath()] as const;
    // A query that a route takes is a strict object.
    if (route.request?.query === undefined) app.on(...on, refuseAnyQuery);
    if (route.request?.body?.content['application/json'] !== undefined) app.on(...on, refuseUnclearJson);
  }
}

export const refuseAnyQuery = createMiddleware<ApiEnv>(async (c, next) => {
  const [field] = Object.keys(c.req.query());
  if (field !== undefined) {
    const message = 'this request takes no query parameters';
    return problem(c, {
      code: 'invalid_request',
      detail: `${field}: ${message} (in the query).`,
      extensions: { faults: [{ field, message }] },
    });
  }
  await next();
  return;
});

/** Read once: whoever reads the body later is given the same bytes. */
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
  detail: 'Send the body as UTF-8: `Content-Type: application/json` without another charset.',
};
const NO_UTF_8: Refusal = { code: 'invalid_request', detail: 'The body is not UTF-8.' };
const DOUBLED_KEY: Refusal = {
  code: 'invalid_request',
  detail: 'A key stands twice in one object of the body: which of its values is meant?',
};

function decoded(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
