// Nothing in a request is silently ignored: not a query parameter that its route does not accept, a duplicate key in its
// body, or bytes that are not UTF-8. Each may matter to the sender: `?dryRun=true`, or a second amount.
import type { RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App } from '../context.ts';
import type { Handling } from './define-route.ts';
import { problem, type Refusal } from './problems.ts';
import { findDoubledKey } from './duplicate-keys.ts';
import { invalidRequest } from './invalid-request.ts';
import { hasBody } from './read-body.ts';
import { refuseSensitiveNumbers } from './refuse-sensitive-numbers.ts';

type StrictRoute = Pick<RouteConfig, 'method' | 'request'> & {
  readonly handling: Handling;
  getRoutingPath(): string;
};

const JSON_TYPE = 'application/json';

/** Call it after the routes are guarded and before their handlers are added. */
export function requireStrictRequests(app: App, routes: readonly StrictRoute[]): void {
  for (const route of routes) {
    const on = [route.method.toUpperCase(), route.getRoutingPath()] as const;
    app.on(...on, refuseUnclearQuery);
    // A query that a route takes is a strict object.
    if (route.request?.query === undefined) app.on(...on, refuseAnyQuery);
    const types = Object.keys(route.request?.body?.content ?? {});
    // A file is known by its content.
    if (types.includes(JSON_TYPE)) {
      app.on(...on, refuseOtherTypes(types), refuseUnclearJson, refuseSensitiveNumbers);
    }
    // Webhooks of payment companies are read as bytes, in whatever form each company sends them.
    if (types.length === 0 && route.handling.bodyBytesMax === undefined) app.on(...on, refuseAnyBody);
  }
}

/** No parameter that a route takes may come twice. */
const refuseUnclearQuery = createMiddleware<ApiEnv>(async (c, next) => {
  const text = queryText(c.req.url);
  if (text === null || text.includes('\0'))
    return problem(c, invalidRequest([{ field: '', message: NO_TEXT }], 'query'));
  const doubled = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
  if (doubled !== undefined) {
    const fault = { field: doubled[0], message: 'this parameter was sent more than once' };
    return problem(c, invalidRequest([fault], 'query'));
  }
  await next();
  return;
});

const NO_TEXT = 'the query must be percent-encoded UTF-8 without NUL';

/** The query, decoded; null if it is not percent-encoded UTF-8. */
function queryText(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).search);
  } catch {
    return null;
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

/** Some programs always send an object; one that says something says it to the wrong route. */
const refuseAnyBody = createMiddleware<ApiEnv>(async (c, next) => {
  if (!hasBody(c.env.incoming) || /^\s*(?:\{\s*\})?\s*$/.test(await c.req.text())) return next();
  const message = 'this request accepts no body, or an empty JSON object';
  return problem(c, invalidRequest([{ field: '', message }], 'body'));
});

/** A body is of one of the types that its route names; of their parameters only charset means something. */
function refuseOtherTypes(types: readonly string[]) {
  const wanted = types.map((type) => `\`${type}\``).join(' or ');
  const refusal: Refusal = {
    code: 'unsupported_media_type',
    detail: `Send the body with \`Content-Type\` ${wanted}, exactly.`,
  };
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!hasBody(c.env.incoming)) return next();
    const type = mediaTypeOf(c.req.header('content-type') ?? '');
    if (!types.includes(type)) return problem(c, refusal);
    return next();
  });
}

/** Without its parameters. */
function mediaTypeOf(contentType: string): string {
  return contentType.replace(/;.*$/s, '').trim().toLowerCase();
}

/** The body is read once; later readers get the same bytes. */
export const refuseUnclearJson = createMiddleware<ApiEnv>(async (c, next) => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(c.req.header('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) return problem(c, OTHER_CHARSET);
  const text = decoded(await c.req.arrayBuffer());
  if (text === null) return problem(c, NO_UTF_8);
  const doubled = findDoubledKey(text);
  if (doubled !== null) return problem(c, invalidRequest([{ field: doubled, message: DOUBLED }], 'body'));
  // The framework reads fewer spellings of it.
  if (c.req.header('content-type') !== undefined) c.req.raw.headers.set('content-type', JSON_TYPE);
  await next();
  return;
});

const OTHER_CHARSET: Refusal = {
  code: 'unsupported_media_type',
  detail: 'Send the body as UTF-8: `Content-Type: application/json`, with no other charset.',
};
const NO_UTF_8: Refusal = { code: 'invalid_request', detail: 'The body is not UTF-8.' };
const DOUBLED = 'an object has this key twice, so its value is ambiguous';

function decoded(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
