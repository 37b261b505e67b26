import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';
import { refuseUnknown } from './error-handler.ts';

/** An address whose percent-encoding is no UTF-8 names nothing: it is never read as the ID that it may resemble (R1). */
export const rejectMalformedPath = createMiddleware<ApiEnv>(async (c, next) => {
  try {
    decodeURIComponent(new URL(c.req.url).pathname);
  } catch {
    return refuseUnknown(c);
  }
  await next();
  return;
});
