// Reading refunds: the list, one refund (cheap to poll), its timeline, and its workflow's state.
import { listRefundEvents } from '@makewhole/db/events/list-refund-events';
import { countRefunds, listRefunds } from '@makewhole/db/refunds/list-refunds';
import { findCallerNow } from '../auth/authorize.ts';
import type { App, Services } from '../context.ts';
import { rangesOf } from '../http/fields.ts';
import {
  BAD_CURSOR,
  REFUND_NOT_FOUND,
  WORKFLOW_UNAVAILABLE,
  problem,
  type Refusal,
} from '../http/problems.ts';
import { findChanged, findOwnRefund, readPreference } from './find-changed.ts';
import { eventBody, refundBody } from './refund-body.ts';
import { retryAfter } from './retry-after.ts';
import { getRefundRoute, getWorkflowRoute, listEventsRoute, listRefundsRoute } from './routes.ts';
import { createEventStreams } from './stream-events.ts';

export function addReadHandlers(app: App, services: Services): void {
  const { db, workflows, links } = services;
  const streamEvents = createEventStreams(services);

  app.openapi(listRefundsRoute, async (c) => {
    const caller = c.get('caller');
    const { status, open, late, q, sort, cursor, limit, ...ranges } = c.req.valid('query');
    const filter = { firmId: caller.firmId, status, open, late, q, ...rangesOf(ranges) };
    const [page, count] = await Promise.all([
      listRefunds(db, { ...filter, sort, cursor, limit }),
      countRefunds(db, filter),
    ]);
    if (page === null) return problem(c, BAD_CURSOR);
    const data = page.data.map((refund) => refundBody(refund, caller, links));
    return c.json({ data, nextCursor: page.nextCursor, count }, 200);
  });

  app.openapi(getRefundRoute, async (c) => {
    const caller = c.get('caller');
    const { Prefer: prefer, 'If-None-Match': known } = c.req.valid('header');
    const waitSeconds = readPreference(prefer);
    const found = await findChanged(services, caller, c.req.valid('param').id, {
      known,
      waitSeconds,
      signal: AbortSignal.any([c.req.raw.signal, services.stopping]),
    });
    if (found === null) return problem(c, REFUND_NOT_FOUND);
    // A caller who waited may have lost access meanwhile.
    if (waitSeconds > 0 && (await findCallerNow(services, c.req.raw, 'refund.read')) === null) {
      return problem(c, NO_LONGER);
    }
    const headers = {
      etag: found.etag,
      vary: 'Authorization, Cookie',
      ...retryAfter(found.refund),
      ...(waitSeconds > 0 && { 'preference-applied': `wait=${waitSeconds}` }),
    };
    if (found.isKnown) return c.body(null, 304, headers);
    return c.json(found.body, 200, headers);
  });

  app.openapi(getWorkflowRoute, async (c) => {
    const refund = await findOwnRefund(services, c.get('caller').firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const answer = await workflows.refundState(refund);
    if (answer.kind === 'reached') {
      return c.json({ ...answer.value, openObligations: [...answer.value.openObligations] }, 200);
    }
    if (answer.kind === 'unavailable') return problem(c, WORKFLOW_UNAVAILABLE);
    return problem(c, refund.workflowRunId === null ? NOT_STARTED : WORKFLOW_GONE);
  });

  app.openapi(listEventsRoute, async (c) => {
    const caller = c.get('caller');
    const { firmId } = caller;
    const refund = await findOwnRefund(services, firmId, c.req.valid('param').id);
    if (refund === null) return problem(c, REFUND_NOT_FOUND);
    const key = { firmId, refundId: refund.id };
    const { cursor, limit } = c.req.valid('query');
    if (c.req.method === 'GET' && acceptsEvents(c.req.header('accept'))) {
      const lastId = c.req.valid('header')['Last-Event-ID'] ?? cursor ?? '';
      return streamEvents(c, key, /^\d{1,15}$/.test(lastId) ? Number(lastId) : 0);
    }
    const events = await listRefundEvents(db, { ...key, afterSeq: Number(cursor ?? 0), limit });
    const last = events.at(-1);
    const nextCursor = last === undefined || events.length < limit ? null : String(last.seq);
    return c.json({ data: events.map((event) => eventBody(event, caller)), nextCursor }, 200);
  });
}

/** Whether the header names the type of event streams without refusing it by `q=0`. */
function acceptsEvents(accept = ''): boolean {
  return accept
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .some((one) => /^text\/event-stream\s*(?:;|$)/.test(one) && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(one));
}

const NOT_STARTED: Refusal = {
  code: 'workflow_gone',
  detail:
    'The workflow of this refund has not started yet. The refund itself is safe; ask again in a minute.',
  headers: { 'retry-after': '30' },
};

const WORKFLOW_GONE: Refusal = {
  code: 'workflow_gone',
  detail:
    'Temporal no longer has the workflow of this refund, so there is no state to show. The refund itself is safe: see its status and its events.',
};

const NO_LONGER: Refusal = {
  code: 'unauthenticated',
  detail: 'Your session, key or permission ended while you waited. Sign in again, or use another key.',
};
