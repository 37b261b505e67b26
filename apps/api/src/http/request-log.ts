import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import type { Logger } from '@makewhole/runtime/logger';
import type { ApiEnv } from '../context.ts';

/**
 * Logs one line per request, without query, headers and body: those contain personal data and secrets. Its request ID is
 * ours; one that the sender gave is logged and returned beside it. That and the path come from the sender: a card number
 * pasted as a transaction ID is masked (ADR 26).
 */
export function logRequests(log: Logger) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedAtMs = performance.now();
    const requestId = randomUUID();
    c.set('requestId', requestId);
    c.header('X-Request-Id', requestId);
    const clientRequestId = givenId(c.req.header('x-client-request-id') ?? c.req.header('x-request-id'));
    if (clientRequestId !== undefined) c.header('X-Client-Request-Id', clientRequestId);
    await next();
    const { method } = c.req;
    const ms = Math.round(performance.now() - startedAtMs);
    const path = pathOf(c.req.path);
    log.info({ requestId, clientRequestId, method, path, status: c.res.status, ms }, 'request');
  });
}

/** Undefined if it is none that a log and a header can have. */
function givenId(given: string | undefined): string | undefined {
  if (given === undefined || !/^[\w.:=+/-]{1,255}$/.test(given)) return undefined;
  return maskSensitiveNumbers(given, 'reference');
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
