import { Hono } from 'hono';
import { z } from 'zod';
import { answerLookup } from './answer-lookup.ts';
import type { Context } from './context.ts';
import { readAs, readBody, send, sendRefusal, type Env } from './http.ts';
import { listCursor, listQuery } from './list-query.ts';
import { changePayout, listPayouts, makePayout, payoutAnswer, payoutBody, payoutChange } from './payouts.ts';
import { answer, refused } from './refusals.ts';

const payoutsQuery = z.object({
  since: z.iso.date().default('2000-01-01'),
  ...{ cursor: listQuery.shape.cursor, limit: listQuery.shape.limit },
});

/** GET /v1/payouts?since=&cursor=&limit= */
export function payoutRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', async (c) => {
    const query = readAs(payoutsQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    const { since, cursor: after, limit } = query.value;
    return answerLookup(c, context.faults, { transactionIds: [] }, () => {
      const rows = listPayouts(context, c.var.account, { since, after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const nextCursor = listCursor(rows.length > limit ? (page.at(-1)?.seq ?? null) : null);
      return answer(200, { data: page.map(payoutAnswer), nextCursor });
    });
  });
  return routes;
}

/** POST /control/payout makes one, POST /control/payout-change moves it. */
export function payoutControlRoutes(context: Context): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/payout', async (c) => {
    const body = await readBody(c, payoutBody);
    if (body.kind === 'refused') return sendRefusal(c, body);
    return send(c, answer(200, payoutAnswer(makePayout(context, body.value))));
  });
  routes.post('/payout-change', async (c) => {
    const body = await readBody(c, payoutChange);
    if (body.kind === 'refused') return sendRefusal(c, body);
    const changed = changePayout(context, body.value);
    if (changed === undefined) return sendRefusal(c, refused('nothing_to_do', 'There is no such payout.'));
    return send(c, answer(200, payoutAnswer(changed)));
  });
  return routes;
}
