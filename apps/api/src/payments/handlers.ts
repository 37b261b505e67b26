import { findFirm } from '@makewhole/db/firms/find-firm';
import { countPayments } from '@makewhole/db/payments/count-payments';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { eligibilityOf, refusalCodeOf } from '@makewhole/domain/eligibility';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../http/problems.ts';
import { lookUpExactly } from './look-up-exactly.ts';
import { paymentBody } from './payment-body.ts';
import { findDetail } from './payment-detail.ts';
import { getPaymentRoute, listPaymentsRoute } from './routes.ts';
import { rangesOf } from '../http/fields.ts';

export function addPaymentHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listPaymentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { type, q, sort, cursor, limit, unassigned, ...ranges } = c.req.valid('query');
    const filter = { firmId, q, unassigned, ...rangesOf(ranges) };
    const [page, counts, firm] = await Promise.all([
      listPayments(db, { ...filter, type, sort, cursor, limit }),
      countPayments(db, filter),
      findFirm(db, { firmId }),
    ]);
    if (page.kind === 'bad_cursor') return problem(c, BAD_CURSOR);
    const now = new Date().toISOString();
    const data = page.data.map((payment) => paymentBody(payment, eligibilityOf(payment, firm, now)));
    return c.json({ data, nextCursor: page.nextCursor, counts }, 200);
  });

  app.openapi(getPaymentRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId } = caller;
    const wanted = { firmId, transactionId: asId<TransactionId>(c.req.valid('param').transactionId) };
    const looked = await lookUpExactly(services, wanted, {
      look: (transactionId) => findDetail(services, caller, transactionId),
      refusedFor: ({ preview }) => refusalCodeOf(preview.eligibility),
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    return c.json(looked.found.body, 200);
  });
}
