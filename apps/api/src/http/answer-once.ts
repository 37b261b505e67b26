// The Idempotency-Key of every POST that has none of its own in its transaction (ADR 65): what was done under a key is
// not done again. The key is claimed before the work and has its answer after it, so that a crash in between leaves a
// claim without an answer: then nobody guesses, and the caller is told to look.
import { z, type RouteConfig } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import {
  beginAnswer,
  dropClaim,
  saveAnswer,
  type IdempotencyKey,
  type SavedAnswer,
} from '@makewhole/db/idempotency/saved-answers';
import type { ApiEnv, App, Services } from '../context.ts';
import type { Access } from './define-route.ts';
import { fingerprintOf } from './fingerprint.ts';
import { idempotencyHeader } from './idempotency-key.ts';
import { invalidRequest } from './invalid-request.ts';
import { problem, type Refusal } from './problems.ts';
import { keyReused, replayed } from './replayed.ts';

type PostedRoute = Pick<RouteConfig, 'method' | 'path' | 'request'> & {
  readonly 'x-access': Access;
  getRoutingPath(): string;
};

/** Their answers contain a secret, which is stored nowhere, or prove who somebody is. */
const NEVER_SAVED: ReadonlySet<string> = new Set([
  '/v1/api-keys',
  '/v1/webhook-endpoints',
  '/v1/webhook-endpoints/{id}/rotate',
  '/v1/step-up',
]);
/** They write nothing. */
const READING: ReadonlySet<string> = new Set(['/v1/refunds/preview']);

/** Whether a route takes the header, and answers once for each key. */
function takesKey({ method, path, request, 'x-access': access }: Omit<PostedRoute, 'getRoutingPath'>) {
  const isPost = method === 'post' && access !== 'public';
  return isPost && request?.headers === undefined && !NEVER_SAVED.has(path) && !READING.has(path);
}

const optionalHeader = z.object({ 'Idempotency-Key': idempotencyHeader.shape['Idempotency-Key'].optional() });

/** The route as the document has it: with the header, if it takes one. */
export function withKeyHeader<Route extends Omit<PostedRoute, 'getRoutingPath'> & RouteConfig>(
  route: Route,
): Route {
  return takesKey(route) ? { ...route, request: { ...route.request, headers: optionalHeader } } : route;
}

/** Call it after the routes are guarded and their requests are strict. */
export function answerOnce(app: App, services: Services, routes: readonly PostedRoute[]): void {
  for (const route of routes) {
    const path = route.getRoutingPath();
    if (takesKey(route)) app.on('POST', path, onceForEachKey(services, `POST ${route.path}`));
    if (route.method === 'post' && NEVER_SAVED.has(route.path)) app.on('POST', path, refuseKey);
  }
}

function onceForEachKey({ db, log }: Services, route: string) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const given = c.req.header('idempotency-key');
    if (given === undefined) return next();
    const header = optionalHeader.safeParse({ 'Idempotency-Key': given });
    if (!header.success) {
      const faults = header.error.issues.map(({ message }) => ({ field: 'Idempotency-Key', message }));
      return problem(c, invalidRequest(faults, 'headers'));
    }
    const { firmId, principalId } = c.get('caller');
    const key: IdempotencyKey = { firmId, principalId, route, key: given };
    const bytes = await c.req.arrayBuffer();
    const hashes = fingerprintOf({ path: c.req.path, query: c.req.queries(), body: contentOf(bytes) }, bytes);
    const earlier = await beginAnswer(db, key, hashes);
    if (earlier?.kind === 'key_reused') return problem(c, keyReused(earlier, 'request'));
    if (earlier?.kind === 'unanswered') return problem(c, unanswered(earlier.since));
    if (earlier?.kind === 'replayed') {
      const { body, status, headers } = replayed(earlier.answer);
      return new Response(body, { status, headers });
    }
    await next();
    try {
      if (c.res.ok) await saveAnswer(db, key, await savedFrom(c.res));
      else await dropClaim(db, key);
    } catch (error) {
      log.warn({ err: error, requestId: c.get('requestId') }, 'the answer under a key was not saved');
    }
    return;
  });
}

/** What is no JSON is compared by its bytes. */
function contentOf(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

const SAVED_HEADERS = ['content-type', 'location', 'etag', 'retry-after'];

async function savedFrom(answer: Response): Promise<SavedAnswer> {
  const headers = SAVED_HEADERS.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: answer.status, headers: Object.fromEntries(headers), body: await answer.clone().text() };
}

/** Longer than any request takes. */
const UNDER_WAY_MS_MAX = 2 * 60_000;

function unanswered(since: Date): Refusal {
  const isUnderWay = Date.now() - since.getTime() < UNDER_WAY_MS_MAX;
  return {
    code: 'idempotency_key_in_use',
    detail: isUnderWay
      ? 'A request with this Idempotency-Key is still being answered. Send it again in a moment.'
      : 'An earlier request with this Idempotency-Key ended without an answer, and may have taken effect. Look whether it did; if not, send it with a new key.',
    ...(isUnderWay && { headers: { 'retry-after': '5' } }),
  };
}

const refuseKey = createMiddleware<ApiEnv>(async (c, next) => {
  if (c.req.header('idempotency-key') === undefined) return next();
  const message =
    'this request takes none, because its answer is stored nowhere. If an answer was lost, look whether it took effect';
  return problem(c, invalidRequest([{ field: 'Idempotency-Key', message }], 'headers'));
});
