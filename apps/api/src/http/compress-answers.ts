import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';

const packed = promisify(gzip);
const SIZE_MIN = 1_024;
const TYPES = /^(?:application\/json|text\/csv)\b/;

/**
 * Packs lists and exports for programs. Nothing else: the length of a packed answer tells something of what is in it. So
 * an answer to a session is never packed (a page that a person is led to can make their browser ask, but never with a
 * key), nor one that contains a secret (those answer POST). The entity tag stays: no answer is kept by a cache.
 */
export const compressAnswers = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  if (c.req.method !== 'GET' || c.res.status !== 200 || c.res.headers.has('content-encoding')) return;
  const type = c.res.headers.get('content-type') ?? '';
  if (c.req.header('cookie') !== undefined || !TYPES.test(type)) return;
  c.res.headers.append('vary', 'Accept-Encoding');
  if (!acceptsGzip(c.req.header('accept-encoding'))) return;
  const { headers } = c.res;
  // A table is streamed as it is read, so that a long one needs no memory.
  const body = type.startsWith('text/csv') ? null : new Uint8Array(await c.res.arrayBuffer());
  const isWorthIt = body === null || body.byteLength >= SIZE_MIN;
  if (isWorthIt) {
    headers.set('content-encoding', 'gzip');
    headers.delete('content-length');
  }
  const sent =
    body === null
      ? c.res.body?.pipeThrough(new CompressionStream('gzip'))
      : isWorthIt
        ? await packed(body)
        : body;
  c.res = undefined;
  c.res = new Response(sent ?? null, { status: 200, headers });
});

/** Whether the header names gzip, or everything, without refusing it by `q=0`. */
function acceptsGzip(header = ''): boolean {
  const named = header.split(',').map((one) => one.trim().toLowerCase());
  const quality = (name: string) => {
    const found = named.find((one) => one === name || one.startsWith(`${name};`));
    return found === undefined ? null : Number(/;\s*q=([\d.]+)/.exec(found)?.[1] ?? 1);
  };
  return (quality('gzip') ?? quality('*') ?? 0) > 0;
}
