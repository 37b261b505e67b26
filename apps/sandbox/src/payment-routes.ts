import { Hono } from 'hono';
import { z } from 'zod';
import { answerLookup } from './answer-lookup.ts';
import { answerOnce } from './answer-once.ts';
import type { Context } from './context.ts';
import type { Target } from './faults.ts';
import { strikeAmount } from './http-faults.ts';
import { exactSegment, readAs, sendRefusal, type Env } from './http.ts';
import type { Idempotency } from './idempotency.ts';
import { voidPayment } from './payment-life.ts';
import { findPayment, listPayments, paymentAnswer } from './payments.ts';
import { answer, PAYMENT_NOT_FOUND, refusalAnswer } from './refusals.ts';

const listQuery = z.object({
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .default(0),
  cursor: z
    .string()
    .regex(/^c\d{1,15}$/, 'is not a cursor of ours')
    .transform((text) => Number(text.slice(1)))
    .default(0),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a number')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 200, 'must be 1 to 200')
    .default(50),
});

/** GET /v1/payments/{id}, GET /v1/payments?account=&since=&cursor=&limit=, POST /v1/payments/{id}/void */
export function paymentRoutes(context: Context, { idempotency }: { idempotency: Idempotency }): Hono<Env> {
  const { database, faults } = context;
  const routes = new Hono<Env>();

  routes.get('/', async (c) => {
    const query = readAs(listQuery, c.req.query());
    if (query.kind === 'refused') return sendRefusal(c, query);
    const { since: sinceMs, cursor: afterRevision, limit } = query.value;
    const { account } = c.var;
    return answerLookup(c, faults, { transactionIds: [] }, () => {
      const page = listPayments(context, { account, sinceMs, afterRevision, limit });
      const data = page.rows.map((row) => paymentAnswer(context, row));
      return answer(200, { data, nextCursor: page.nextCursor === null ? null : `c${page.nextCursor}` });
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
