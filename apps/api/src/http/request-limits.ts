// What a request may take: bytes and time.
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { timeout } from 'hono/timeout';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { EVIDENCE_BYTES_MAX } from '@makewhole/domain/evidence';
import { AUTH_PATH } from '../auth/better-auth.ts';
import { OPEN_ROUTES } from '../auth/exposed-routes.ts';
import { importStatementRoute } from '../bank/routes.ts';
import type { ApiEnv } from '../context.ts';
import { keepEvidenceRoute } from '../evidence/routes.ts';
import { requestPasswordResetRoute } from '../users/routes.ts';
import { CODEC_BYTES_MAX, DECODE_PATH } from '../payload-codec/handlers.ts';
import { problem } from './problems.ts';
import { processorWebhookRoute } from '../processor-webhooks/routes.ts';

const BODY_BYTES_MAX = 64 * 1024;
/** What anybody may send: an email address, a password. */
const PUBLIC_BODY_BYTES_MAX = 8 * 1024;
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
const limitBodyOfPublic = limitBodyTo(PUBLIC_BODY_BYTES_MAX);
/** What takes more than a call usually does, or less. */
const LIMITS_BY_PATH = new Map<string, typeof limitBodyOfCall>([
  ...OPEN_ROUTES.map(({ path }) => [AUTH_PATH + path, limitBodyOfPublic] as const),
  [requestPasswordResetRoute.path, limitBodyOfPublic],
  [processorWebhookRoute.path, limitBodyTo(WEBHOOK_BYTES_MAX)],
  [keepEvidenceRoute.path, limitBodyTo(EVIDENCE_BYTES_MAX)],
  [importStatementRoute.path, limitBodyTo(STATEMENT_BYTES_MAX)],
  [DECODE_PATH, limitBodyTo(CODEC_BYTES_MAX)],
]);

export const limitBody = createMiddleware<ApiEnv>((c, next) =>
  (LIMITS_BY_PATH.get(c.req.path) ?? limitBodyOfCall)(c, next),
);

const limitTimeShort = timeout(REQUEST_TIMEOUT_MS);
const limitTimeLong = timeout(WAITING_REQUEST_TIMEOUT_MS);

export const limitTime = createMiddleware<ApiEnv>((c, next) =>
  c.req.header('prefer') === undefined ? limitTimeShort(c, next) : limitTimeLong(c, next),
);
