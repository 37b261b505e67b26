// What a request may take: bytes and time.
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { timeout } from 'hono/timeout';
import { EVIDENCE_BYTES_MAX } from '@makewhole/domain/evidence';
import type { ApiEnv } from '../context.ts';
import { keepEvidenceRoute } from '../evidence/routes.ts';
import { problem } from '../problems.ts';
import { processorWebhookRoute } from '../webhooks/routes.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** What the processor reports has the whole payment in it, with its items and refunds. */
const WEBHOOK_BYTES_MAX = 1024 * 1024;
/** Above the deadlines of what a request waits for itself: 15 s for a statement, 10 s for a workflow's answer. */
const REQUEST_TIMEOUT_MS = 20_000;
/** With `Prefer: wait`, of 60 s at most. */
const WAITING_REQUEST_TIMEOUT_MS = 80_000;

const limitBodyTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: (c: Context<ApiEnv>) =>
      problem(c, { code: 'too_large', detail: `The body of this request has at most ${maxSize} bytes.` }),
  });
const limitBodyOfCall = limitBodyTo(BODY_BYTES_MAX);
const limitBodyOfWebhook = limitBodyTo(WEBHOOK_BYTES_MAX);
const limitBodyOfEvidence = limitBodyTo(EVIDENCE_BYTES_MAX);

export const limitBody = createMiddleware<ApiEnv>((c, next) => {
  if (c.req.path === processorWebhookRoute.path) return limitBodyOfWebhook(c, next);
  return c.req.path === keepEvidenceRoute.path ? limitBodyOfEvidence(c, next) : limitBodyOfCall(c, next);
});

const limitTimeShort = timeout(REQUEST_TIMEOUT_MS);
const limitTimeLong = timeout(WAITING_REQUEST_TIMEOUT_MS);

export const limitTime = createMiddleware<ApiEnv>((c, next) =>
  c.req.header('prefer') === undefined ? limitTimeShort(c, next) : limitTimeLong(c, next),
);
