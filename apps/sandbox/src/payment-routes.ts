import { Hono } from 'hono';
import { answerLookup } from './answer-lookup.ts';
import { answerOnce } from './answer-once.ts';
import type { Context } from './context.ts';
import type { Target } from './faults.ts';
import { strikeAmount } from './http-faults.ts';
import { exactSegment, readAs, sendRefusal, type Env } from './http.ts';
import type { Idempotency } from './idempotency.ts';
import { listCursor, listQuery } from './list-query.ts';
import { voidPayment } from './payment-life.ts';
import { findPayment, listPayments, paymentAnswer } from './payments.ts';
import { answer, PAYMENT_NOT_FOUND, refusalAnswer } from './refusals.ts';

/** GET /v1/payments/{id}, GET /v1/payments?account=&since=&cursor=&limit=, POST /v1/payments/{id}/void */
export function paymentRoutes(context: Context, { idempotency }: { idempotency: Idempotency }): Hono<Env> {
  const { database, faults } = context;
  const routes = new Hono<Env>();

  routes.get('/', async (c) => {
    const query = readAs(listQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    const { since: sinceMs, cursor: afterRevision, ...window } = query.value;
    const { account } = c.var;
    return answerLookup(c, faults, { transactionIds: [] }, () => {
      const page = listPayments(context, { account, sinceMs, afterRevision, ...window });
      const data = page.rows.map((row) => paymentAnswer(context, row));
      const nextCursor = listCursor(page.nextCursor);
      return answer(200, { data, nextCursor, lastCursor: `c${page.lastCursor}` });
    });
  });

  routes.get('/:id', async (c) => {
    const id = exactSegment(c, 3);
    if (id === null) return sendRefusal(c, PAYMENT_NOT_FOUND);
    return answerLookup(c, faults, { transactionIds: [id] }, (target) => {
      const payment = findPayment(context, c.var.account, id);
      if (payment === undefined) return refusalAnswer(PAYMENT_NOT_FOUND);
      return answer(200, strikeAmount(c, faults, target, paymentAnswer(context, payment)));
    });
  });

  routes.post('/:id/void', async (c) => {
    const id = exactSegment(c, 3);
    if (id === null) return sendRefusal(c, PAYMENT_NOT_FOUND);
    const target: Target = { operation: 'void', transactionIds: [id] };
    const work = () => {
      const payment = findPayment(context, c.var.account, id);
      if (payment === undefined) return refusalAnswer(PAYMENT_NOT_FOUND);
      const result = voidPayment(context, payment);
      if (result.kind === 'refused') return refusalAnswer(result);
      return answer(200, paymentAnswer(context, result.payment));
    };
    return answerOnce(c, { database, faults, idempotency }, { target, content: null, work });
  });

  return routes;
}
