// Entity tags (RFC 9110): every JSON answer to a GET has one, so that whoever has it already gets 304; and what several
// people change can be changed by If-Match, so that nobody overwrites what they have not seen.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv, App } from '../context.ts';
import { problem, type Refusal } from './problems.ts';

/** Whether a header names an entity tag. A weak tag counts as the strong one: ours differ in nothing else. */
export function isAmongTags(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  const names: readonly string[] = LIST.test(header) ? (header.match(TAG) ?? []) : [];
  return names.includes(tag);
}

const TAG = /"[\x21\x23-\x7e\x80-\xff]*"/g;
const LIST =
  /^[\t ]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:[\t ]*,[\t ]*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*[\t ]*$/;

/** @returns the entity tag of a body */
function tagOf(body: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Tags the JSON answers that have no tag of their own, and answers 304 to whoever has them. */
export const tagAnswers = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  const isTagged = c.res.headers.has('etag') || c.res.headers.has('content-disposition');
  if (!['GET', 'HEAD'].includes(c.req.method) || c.res.status !== 200 || isTagged) return;
  if (c.res.headers.get('content-type')?.startsWith('application/json') !== true) return;
  const body = await c.res.text();
  const tag = tagOf(body);
  const { headers } = c.res;
  headers.set('etag', tag);
  headers.append('vary', 'Authorization, Cookie');
  const isKnown = isAmongTags(c.req.header('if-none-match'), tag);
  if (isKnown) for (const name of ['content-type', 'content-length']) headers.delete(name);
  c.res = undefined;
  c.res = new Response(isKnown ? null : body, { status: isKnown ? 304 : 200, headers });
});

type ChangingRoute = { readonly method: string; readonly path: string; getRoutingPath(): string };

/**
 * Has changes to what several people change refused if it is not what the If-Match header names. What stands is what a GET
 * of the same path answers to the same caller.
 */
export function requireMatches(app: App, routes: readonly ChangingRoute[]): void {
  const readable = new Set(routes.filter(({ method }) => method === 'get').map(({ path }) => path));
  for (const route of routes) {
    if (!takesIfMatch(route)) continue;
    app.on(
      route.method.toUpperCase(),
      route.getRoutingPath(),
      refuseIfChanged(app, readable.has(route.path)),
    );
  }
}

/** Whether several people change what the route changes. */
export function takesIfMatch({ method, path }: Pick<ChangingRoute, 'method' | 'path'>): boolean {
  return method === 'patch' || (method === 'put' && path.startsWith('/v1/firm/'));
}

function refuseIfChanged(app: App, isReadable: boolean) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const wanted = c.req.header('if-match');
    if (wanted === undefined) return next();
    const tag = isReadable ? await tagNow(app, c) : null;
    if (tag !== null && isAmongTags(wanted, tag)) return next();
    return problem(c, tag === null ? NOTHING_TO_MATCH : { ...CHANGED, headers: { etag: tag } });
  });
}

async function tagNow(app: App, c: Context<ApiEnv>): Promise<string | null> {
  const headers = new Headers(c.req.raw.headers);
  for (const name of ['content-type', 'content-length', 'transfer-encoding', 'if-match'])
    headers.delete(name);
  const { incoming, outgoing } = c.env;
  const answer = await app.fetch(new Request(c.req.url, { headers }), { incoming, outgoing });
  return answer.headers.get('etag');
}

const CHANGED: Refusal = {
  code: 'changed_meanwhile',
  detail:
    'It is no longer what your If-Match names; nothing was changed. Read it again before you change it, or leave If-Match out.',
};
const NOTHING_TO_MATCH: Refusal = {
  code: 'changed_meanwhile',
  detail: 'Nothing was changed: there is nothing at this path to compare. Leave If-Match out.',
};
