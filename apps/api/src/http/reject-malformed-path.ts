import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';
import { refusePath } from './refuse-unknown.ts';

/**
 * A path is read as it was sent. One whose percent-encoding is not valid UTF-8 is not found, and neither is one with a dot
 * segment, which would lead to another route: neither is ever read as an ID that it resembles (R1). An encoded slash is
 * part of an ID.
 */
export const rejectMalformedPath = createMiddleware<ApiEnv>(async (c, next) => {
  if (!isClear(pathSent(c.env.incoming.url ?? '/'))) return refusePath(c);
  await next();
  return;
});

/** Before it was normalized. A request to a proxy names the server too. */
function pathSent(target: string): string {
  return target.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
}

function isClear(path: string): boolean {
  try {
    return path.split('/').every((segment) => !/^\.\.?$/.test(decodeURIComponent(segment)));
  } catch {
    return false;
  }
}
