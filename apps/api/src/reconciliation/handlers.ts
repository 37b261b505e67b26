// Reconciliation with the payment processor (B12): its runs and the differences that they found.
import { newId } from '@makewhole/db/new-id';
import {
  countDifferences,
  findDifference,
  listDifferences,
} from '@makewhole/db/reconciliation/list-differences';
import { findReconciliation, listReconciliations } from '@makewhole/db/reconciliation/list-reconciliations';
import { startReconciliation } from '@makewhole/db/reconciliation/start-reconciliation';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, WORKFLOW_UNAVAILABLE, problem, type Refusal } from '../http/problems.ts';
import { refundBody } from '../refunds/refund-body.ts';
import { bookDifference } from './book-external-refund.ts';
import { differenceBodies, differenceBody, reconciliationBody } from './reconciliation-body.ts';
import {
  bookDifferenceRoute,
  getReconciliationRoute,
  listDifferencesRoute,
  listReconciliationsRoute,
  explainDifferenceRoute,
  startReconciliationRoute,
} from './routes.ts';
import { submitExplanation } from './explain-difference.ts';

const DIFFERENCES_SHOWN_MAX = 100;

const DIFFERENCE_NOT_FOUND: Refusal = {
  code: 'difference_not_found',
  detail: 'Your firm has no difference with this ID. Check that the ID is complete.',
};

export function addReconciliationHandlers(app: App, services: Services): void {
  const { db, workflows, log } = services;

  app.openapi(startReconciliationRoute, async (c) => {
    const { firmId, principalId: requestedBy } = c.get('caller');
    const id = newId<string>('rec');
    const started = await workflows.startReconciliation({ firmId, reconciliationId: id, requestedBy });
    if (started.kind !== 'reached') {
      log.warn({ started }, 'a reconciliation was not started');
      const detail = 'Temporal is not responding, so nothing was started. Try again in a moment.';
      return problem(c, { ...WORKFLOW_UNAVAILABLE, detail });
    }
    if (started.value === 'already_running') {
      return problem(c, {
        code: 'reconciliation_running',
        detail: 'A reconciliation of your firm is already running. /v1/reconciliations lists it first.',
      });
    }
    // The workflow records the same, whichever comes first, so that the caller finds it at once.
    await startReconciliation(db, { id, firmId, requestedBy, at: new Date() });
    return c.json({ id, status: 'running' as const }, 202, { Location: `/v1/reconciliations/${id}` });
  });

  app.openapi(listReconciliationsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const page = await listReconciliations(db, { ...c.req.valid('query'), firmId });
    if (page === null) return problem(c, BAD_CURSOR);
    return c.json({ data: page.data.map(reconciliationBody), nextCursor: page.nextCursor }, 200);
  });

  app.openapi(getReconciliationRoute, async (c) => {
    const { firmId, may } = c.get('caller');
    const { id } = c.req.valid('param');
    const run = await findReconciliation(db, { firmId, id });
    if (run === null) {
      const detail = 'Your firm has no reconciliation with this ID. Check that the ID is complete.';
      return problem(c, { code: 'reconciliation_not_found', detail });
    }
    const seen = await listDifferences(db, { firmId, reconciliationId: id, limit: DIFFERENCES_SHOWN_MAX });
    const differences = differenceBodies(seen?.data ?? [], { may });
    return c.json({ ...reconciliationBody(run), differences }, 200);
  });

  app.openapi(listDifferencesRoute, async (c) => {
    const { firmId, may } = c.get('caller');
    const { cursor, limit, ...asked } = c.req.valid('query');
    const filter = { ...asked, firmId };
    const [page, count] = await Promise.all([
      listDifferences(db, { ...filter, cursor, limit }),
      countDifferences(db, filter),
    ]);
    if (page === null) return problem(c, BAD_CURSOR);
    const data = differenceBodies(page.data, { may });
    return c.json({ data, nextCursor: page.nextCursor, count }, 200);
  });

  app.openapi(bookDifferenceRoute, async (c) => {
    const caller = c.get('caller');
    const difference = await findDifference(db, { firmId: caller.firmId, id: c.req.valid('param').id });
    if (difference === null) return problem(c, DIFFERENCE_NOT_FOUND);
    const booking = await bookDifference(services, caller, difference, c.req.valid('json').reason);
    if (booking.kind === 'refused') return problem(c, booking.refusal);
    const { refund } = booking;
    return c.json(refundBody(refund, caller, services.links), 202, { Location: `/v1/refunds/${refund.id}` });
  });

  app.openapi(explainDifferenceRoute, async (c) => {
    const caller = c.get('caller');
    const key = { firmId: caller.firmId, id: c.req.valid('param').id };
    const before = await findDifference(db, key);
    if (before === null) return problem(c, DIFFERENCE_NOT_FOUND);
    const refusal = await submitExplanation(services, caller, before, c.req.valid('json').note);
    if (refusal !== null) return problem(c, refusal);
    return c.json(differenceBody((await findDifference(db, key)) ?? before, caller), 200);
  });
}
