import { Hono } from 'hono';
import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { currencyCode, minorUnits } from './amounts.ts';
import { answerLookup } from './answer-lookup.ts';
import { answerEach, answerOnce } from './answer-once.ts';
import type { Context } from './context.ts';
import type { Target } from './faults.ts';
import { strikeAmount } from './http-faults.ts';
import { exactSegment, readAs, readBody, sendRefusal, type Env, type Request } from './http.ts';
import type { Idempotency } from './idempotency.ts';
import { listCursor, listQuery } from './list-query.ts';
import { findPayment } from './payments.ts';
import { createRefund } from './refund-life.ts';
import { findRefund, listRefunds, refundAnswer, refundsByReference, refundsOfPayment } from './refunds.ts';
import { answer, PAYMENT_NOT_FOUND, refusalAnswer, refused } from './refusals.ts';

const reference = z.string().min(1).max(255);

const refundRequest = z.strictObject({
  paymentId: z.string().min(1).max(255),
  amount: minorUnits,
  currency: currencyCode,
  /** The merchant's own name for the refund: it can be looked up, and nothing checks that it is unique. */
  reference,
});

/** Each makes the question one for a list. */
const LISTS = ['since', 'createdFrom', 'createdTo'];

const REFUND_NOT_FOUND = refused('refund_not_found', 'No refund has exactly this ID.');

/**
 * POST /v1/refunds, GET /v1/refunds/{id}, GET /v1/refunds?reference=, GET /v1/refunds?paymentId=,
 * GET /v1/refunds?since=&createdFrom=&createdTo=&cursor=&limit=
 */
export function refundRoutes(
  context: Context,
  { idempotency, settlement }: { idempotency: Idempotency; settlement: Alarm },
): Hono<Env> {
  const { database, faults } = context;
  const routes = new Hono<Env>();

  routes.post('/', async (c) => {
    const body = await readBody(c, refundRequest);
    if (body.kind === 'refused') return sendRefusal(c, body);
    const { paymentId, ...request } = body.value;
    const target: Target = { operation: 'refund', transactionIds: [paymentId] };
    const work = () => {
      const payment = findPayment(context, c.var.account, paymentId);
      if (payment === undefined) return refusalAnswer(PAYMENT_NOT_FOUND);
      const idempotencyKey = c.req.header('idempotency-key') ?? null;
      const result = createRefund(context, { ...request, payment, origin: 'api', idempotencyKey });
      if (result.kind === 'refused') return refusalAnswer(result);
      settlement.ring();
      return answer(200, strikeAmount(c, faults, target, refundAnswer(result.refund)));
    };
    const once = { target, content: body.value, work };
    return context.isKeyless
      ? answerEach(c, context, once)
      : answerOnce(c, { database, faults, idempotency }, once);
  });

  routes.get('/', async (c) => {
    // A client that means one reference but omits it must not mistake a list for the answer.
    if (LISTS.some((name) => c.req.query(name) !== undefined)) return listWindow(context, c);
    if (c.req.query('paymentId') !== undefined) return listOfPayment(context, c);
    const query = readAs(z.object({ reference }), { reference: c.req.query('reference') });
    if (query.kind === 'refused') return sendRefusal(c, query);
    const found = () => refundsByReference(context, c.var.account, query.value.reference);
    const transactionIds = found().map((refund) => refund.payment_id);
    return answerLookup(c, faults, { transactionIds, reference: query.value.reference }, (target) => {
      const data = found().map((refund) => strikeAmount(c, faults, target, refundAnswer(refund)));
      return answer(200, { data, nextCursor: null });
    });
  });

  routes.get('/:id', async (c) => {
    const id = exactSegment(c, 3);
    const find = () => (id === null ? undefined : findRefund(context, c.var.account, id));
    const transactionIds = [find()?.payment_id].filter((paymentId) => paymentId !== undefined);
    return answerLookup(c, faults, { transactionIds }, (target) => {
      const refund = find();
      if (refund === undefined) return refusalAnswer(REFUND_NOT_FOUND);
      return answer(200, strikeAmount(c, faults, target, refundAnswer(refund)));
    });
  });

  return routes;
}

/** All refunds of one payment; none for one that this merchant does not have. */
async function listOfPayment(context: Context, c: Request): Promise<Response> {
  const id = c.req.query('paymentId') ?? '';
  return answerLookup(c, context.faults, { transactionIds: [id] }, () => {
    const payment = findPayment(context, c.var.account, id);
    const data = payment === undefined ? [] : refundsOfPayment(context, id).map(refundAnswer);
    return answer(200, { data, nextCursor: null });
  });
}

/** What was made in a window, or made or changed since an instant, by anyone. */
async function listWindow(context: Context, c: Request): Promise<Response> {
  const query = readAs(listQuery, c.req.query());
  if (query.kind === 'refused') return sendRefusal(c, query);
  const { since: sinceMs, cursor: afterPlace, ...window } = query.value;
  const { account } = c.var;
  return answerLookup(c, context.faults, { transactionIds: [] }, () => {
    const page = listRefunds(context, { account, sinceMs, afterPlace, ...window });
    return answer(200, { data: page.rows.map(refundAnswer), nextCursor: listCursor(page.nextCursor) });
  });
}
