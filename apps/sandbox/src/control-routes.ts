// What tests and the local stack do to the payment processor from outside: not part of its API, unauthenticated, local
// only.
import { Hono } from 'hono';
import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { instant } from './clock.ts';
import type { Context } from './context.ts';
import { stepRoutes } from './control-steps.ts';
import { faultToArm } from './faults.ts';
import { readAs, readBody, send, sendRefusal, type Env } from './http.ts';
import { refundsOfPayment } from './refunds.ts';
import { answer } from './refusals.ts';
import { LOGGED_REQUESTS_MAX, type RequestLog } from './request-log.ts';
import { seed, seedPayments } from './seeding.ts';
import { eventsOfPayment } from './webhook-outbox.ts';

const CLOCK_OFFSET_MS_MAX = 10 * 365 * 24 * 60 * 60 * 1000;
const EVENTS_MAX = 200;

const clockBody = z.strictObject({
  offsetMs: z.number().int().min(-CLOCK_OFFSET_MS_MAX).max(CLOCK_OFFSET_MS_MAX),
});
const transactionQuery = z.object({ transactionId: z.string().min(1) });
const requestsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(LOGGED_REQUESTS_MAX).default(100),
});

export function controlRoutes(
  context: Context,
  { settlement, requests }: { settlement: Alarm; requests: RequestLog },
): Hono<Env> {
  const { clock, faults } = context;
  const routes = new Hono<Env>();

  routes.post('/payments', async (c) => {
    const body = await readBody(c, seedPayments);
    if (body.kind === 'refused') return sendRefusal(c, body);
    const result = seed(context, body.value.payments);
    settlement.ring();
    return send(c, answer(200, result));
  });

  routes.post('/clock', async (c) => {
    const body = await readBody(c, clockBody);
    if (body.kind === 'refused') return sendRefusal(c, body);
    clock.setOffsetMs(body.value.offsetMs);
    settlement.ring();
    return send(c, answer(200, { offsetMs: clock.offsetMs(), now: instant(clock.nowMs()) }));
  });

  routes.post('/faults', async (c) => {
    const body = await readBody(c, faultToArm);
    if (body.kind === 'refused') return sendRefusal(c, body);
    return send(c, answer(201, faults.arm(body.value)));
  });
  routes.get('/faults', (c) => send(c, answer(200, faults.list())));
  routes.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  routes.get('/refunds', (c) => {
    const query = readAs(transactionQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    const refunds = refundsOfPayment(context, query.value.transactionId).map((refund) => ({
      id: refund.id,
      transactionId: refund.payment_id,
      amount: refund.amount,
      status: refund.status,
      idempotencyKey: refund.idempotency_key,
      reference: refund.reference,
    }));
    return send(c, answer(200, refunds));
  });

  routes.get('/webhooks', (c) => {
    const query = readAs(transactionQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    const events = eventsOfPayment(context.database, query.value.transactionId, EVENTS_MAX);
    const told = events.map(({ id, type, state, attempts, last_error: lastError }) => {
      return { id, type, state, attempts, lastError };
    });
    return send(c, answer(200, told));
  });

  routes.get('/requests', (c) => {
    const query = readAs(requestsQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    return send(c, answer(200, requests.list(query.value.limit)));
  });

  routes.route('/', stepRoutes(context, settlement));
  return routes;
}
