import { createMiddleware } from 'hono/factory';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import type { Logger } from '@makewhole/runtime/logger';
import type { ApiEnv } from '../context.ts';

/**
 * Logs one line per request, without query, headers and body: those contain personal data and secrets. The path and the
 * request ID come from the sender too: a card number pasted as a transaction ID is masked (ADR 26).
 */
export function logRequests(log: Logger) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedAtMs = performance.now();
    const requestId = maskSensitiveNumbers(c.get('requestId'), 'reference');
    if (requestId !== c.get('requestId')) {
      c.set('requestId', requestId);
      c.header('X-Request-Id', requestId);
    }
    await next();
    const { method } = c.req;
    const ms = Math.round(performance.now() - startedAtMs);
    log.info({ requestId, method, path: pathOf(c.req.path), status: c.res.status, ms }, 'request');
  });
}

/** The path as it was sent, unless it contains such a number. */
function pathOf(path: string): string {
  const seen = decoded(path);
  const masked = maskSensitiveNumbers(seen, 'reference');
  return masked === seen ? path : masked;
}

/** %20 is no digit of a number. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
