import { findRefundOutlook } from '@makewhole/db/refunds/refund-outlook';
import type { App, Services } from '../context.ts';
import { REFUND_NOT_FOUND, problem } from '../http/problems.ts';
import { findOwnRefund } from './find-changed.ts';
import { outlookBody } from './outlook-body.ts';
import { getOutlookRoute } from './routes.ts';

export function addOutlookHandlers(app: App, services: Services): void {
  const { db, links, processor } = services;
  const { creditDaysOf } = processor;

  app.openapi(getOutlookRoute, async (c) => {
    const { firmId } = c.get('caller');
    const refund = await findOwnRefund(services, firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const outlook = await findRefundOutlook(db, { firmId, now: new Date(), creditDaysOf }, refund);
    return c.json(outlookBody(outlook, refund, links), 200);
  });
}
