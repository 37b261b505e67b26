import { createHash, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createClock, instant } from './clock.ts';
import type { Context } from './context.ts';
import { controlRoutes } from './control-routes.ts';
import { createFaults } from './faults.ts';
import { sendRefusal, type Env, type Request } from './http.ts';
import { createIdempotency } from './idempotency.ts';
import { localRequestsOnly } from './local-requests.ts';
import { log } from './log.ts';
import { paymentRoutes } from './payment-routes.ts';
import { refundRoutes } from './refund-routes.ts';
import { createRequestLog, type LoggedRequest, type RequestLog } from './request-log.ts';
import type { Settings } from './settings.ts';
import { createSettlement } from './settlement.ts';
import { createWebhookDelivery } from './webhook-delivery.ts';
import { createOutbox } from './webhook-outbox.ts';

export type App = {
  readonly fetch: Hono<Env>['fetch'];
  /** Begins with what became due while the process was down. */
  readonly start: () => void;
  readonly stop: () => void;
};

const API_BODY_BYTES_MAX = 64 * 1024;
const CONTROL_BODY_BYTES_MAX = 16 * 1024 * 1024;

/**
 * The whole payment processor over its database: the API under /v1, the controls under /control, and its two clocks.
 */
export function createApp(settings: Settings, database: DatabaseSync): App {
  const clock = createClock(database);
  const faults = createFaults(database);
  const delivery = createWebhookDelivery(database, {
    url: settings.webhookUrl,
    secret: settings.webhookSecret,
  });
  const outbox = createOutbox({ database, clock, faults }, delivery.ring);
  const isKeyless = settings.mode === 'keyless';
  const { settleAfterMs } = settings;
  const context: Context = { database, clock, faults, outbox, settleAfterMs, isKeyless };
  const settlement = createSettlement(context);
  const idempotency = createIdempotency({ database, clock });
  const requests = createRequestLog();

  const app = new Hono<Env>();
  app.use(localRequestsOnly);
  app.get('/livez', (c) => c.json({ status: 'ok' }));
  app.use('/v1/*', limitBody(API_BODY_BYTES_MAX), logRequests(requests), admitMerchants(settings.apiKey));
  if (isKeyless) app.get('/v1/*', (c) => sendRefusal(c, NOTHING_TO_READ));
  app.route('/v1/payments', paymentRoutes(context, { idempotency }));
  app.route('/v1/refunds', refundRoutes(context, { idempotency, settlement }));
  app.use('/control/*', limitBody(CONTROL_BODY_BYTES_MAX));
  app.route('/control', controlRoutes(context, { settlement, requests }));
  app.notFound((c) => sendRefusal(c, { code: 'route_not_found', message: 'There is no such route.' }));
  app.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, 'request failed');
    return sendRefusal(c, { code: 'internal_error', message: 'Something went wrong.' });
  });

  return {
    fetch: app.fetch,
    start: () => {
      settlement.ring();
      delivery.ring();
    },
    stop: () => {
      settlement.stop();
      delivery.stop();
    },
  };
}

const NOTHING_TO_READ = {
  code: 'route_not_found',
  message: 'Nothing can be read back here: what happens is told by webhook.',
} as const;

type Next = () => Promise<void>;

function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c) =>
      c.json({ error: { code: 'body_too_large', message: `A body has at most ${maxSize} bytes.` } }, 413),
  });
}

function logRequests(requests: RequestLog) {
  return async (c: Request, next: Next) => {
    const { pathname, search } = new URL(c.req.url);
    const logged: LoggedRequest = {
      at: instant(Date.now()),
      method: c.req.method,
      path: pathname,
      query: search,
      account: c.req.header('processor-account') ?? null,
      idempotencyKey: c.req.header('idempotency-key') ?? null,
      body: c.req.method === 'POST' ? await c.req.text() : null,
      status: null,
      fault: null,
    };
    requests.add(logged);
    c.set('logged', logged);
    await next();
    // A connection that was cut has no answer to log.
    if (!c.env.incoming.socket.destroyed) logged.status = c.res.status;
  };
}

/** The API key admits a caller; the account says for which merchant: in the header, or in the query of a list. */
function admitMerchants(apiKey: string) {
  return async (c: Request, next: Next) => {
    if (!sameText(c.req.header('authorization') ?? '', `Bearer ${apiKey}`)) {
      return sendRefusal(c, { code: 'unauthorized', message: 'Send the API key as a Bearer token.' });
    }
    const account = c.req.header('processor-account') ?? c.req.query('account') ?? '';
    if (account === '') {
      return sendRefusal(c, { code: 'account_missing', message: 'Send the header Processor-Account.' });
    }
    c.set('account', account);
    return next();
  };
}

/** Takes constant time, so that timing does not reveal where they differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
