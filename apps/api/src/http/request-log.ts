import { createMiddleware } from 'hono/factory';
import type { Logger } from '@makewhole/runtime/logger';
import type { ApiEnv } from '../context.ts';

/** Logs one line per request, without query, headers and body: those contain personal data and secrets. */
export function logRequests(log: Logger) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedAtMs = performance.now();
    await next();
    const { method, path } = c.req;
    const requestId = c.get('requestId');
    const ms = Math.round(performance.now() - startedAtMs);
    log.info({ requestId, method, path, status: c.res.status, ms }, 'request');
  });
}
