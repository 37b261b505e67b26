// A web page that a developer visits can point its own name at this machine (DNS rebinding), or send a form here
// without reading the answer: only requests that use this machine's own name are answered.
import { createMiddleware } from 'hono/factory';
import { sendRefusal, type Env } from './http.ts';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

export const localRequestsOnly = createMiddleware<Env>(async (c, next) => {
  const host = URL.parse(`http://${c.req.header('host') ?? ''}`)?.hostname;
  const origin = c.req.header('origin');
  const isLocal = host !== undefined && LOCAL.has(host) && (origin === undefined || isLocalOrigin(origin));
  if (!isLocal) {
    const message = 'Call the sandbox as localhost or 127.0.0.1, and from no web page.';
    return sendRefusal(c, { code: 'not_local', message });
  }
  await next();
  return;
});

function isLocalOrigin(origin: string): boolean {
  return LOCAL.has(URL.parse(origin)?.hostname ?? '');
}
