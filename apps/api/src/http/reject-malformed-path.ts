import { createMiddleware } from 'hono/factory';
import type { ApiEnv } from '../context.ts';
import { refuseUnknown } from './error-handler.ts';

/** A path whose percent-encoding is not valid UTF-8 is not found; it is never read as an ID that it resembles (R1). */
export const rejectMalformedPath = createMiddleware<ApiEnv>(async (c, next) => {
  try {
    decodeURIComponent(new URL(c.req.url).pathname);
  } catch {
    return refuseUnknown(c);
  }
  await next();
  return;
});
