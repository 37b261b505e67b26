import { findFirm } from '@makewhole/db/access/find-firm';
import { countPayments } from '@makewhole/db/payments/count-payments';
import { findAllocations } from '@makewhole/db/payments/find-allocations';
import { findDispute } from '@makewhole/db/payments/find-dispute';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { listPaymentTasks } from '@makewhole/db/refunds/payment-tasks';
import { previewRefund } from '@makewhole/db/refunds/preview-refund';
import { eligibilityOf, refusalCodeOf } from '@makewhole/domain/eligibility';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem } from '../problems.ts';
import { lookUpExactly } from './look-up-exactly.ts';
import { paymentBody, paymentDetailBody } from './payment-body.ts';
import { getPaymentRoute, listPaymentsRoute } from './routes.ts';
import { rangesOf } from './schemas.ts';

export function servePayments(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listPaymentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { type, q, sort, cursor, limit, ...ranges } = c.req.valid('query');
    const filter = { firmId, q, ...rangesOf(ranges) };
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
      look: () => previewRefund(db, { ...wanted, now: new Date() }),
      refusedFor: ({ eligibility }) => refusalCodeOf(eligibility),
    });
    if (looked.kind === 'refused') return problem(c, looked.refusal);
    const { payment, eligibility } = looked.found;
    const [allocations, dispute, tasks] = await Promise.all([
      findAllocations(db, wanted),
      findDispute(db, { ...wanted, disputed: payment.disputed }),
      listPaymentTasks(db, firmId, [wanted.transactionId]),
    ]);
    return c.json(paymentDetailBody(payment, eligibility, { allocations, dispute, tasks }, caller), 200);
  });
}
