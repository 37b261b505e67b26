import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { BATCH_MAX, readBatch, type Selected } from '#lib/work/batch-form.ts';
import { completeSelected, type Refused, type Settled } from '#lib/work/complete-selected.ts';
import { readWorkQuery, showsDifferences } from '#lib/work/work-query.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

/** They are above the tasks, and must not push them off the screen. */
const DIFFERENCES_SHOWN = 5;

export const load: PageServerLoad = async (event) => {
  const query = readWorkQuery(event.url.searchParams);
  const { whose, kind, overdue, cursor } = query;
  const list = (asked: { mine?: boolean; limit: number; cursor?: string }) =>
    dataOf(
      event,
      apiFor(event).GET('/v1/obligations', {
        params: { query: { ...asked, ...(kind !== null && { kind }), ...(overdue && { overdue }) } },
      }),
    );
  const listOf = (one: typeof whose) => (one === 'mine' ? { mine: true } : {});
  const [page, other, parent, unowed, unassigned] = await Promise.all([
    list({ ...listOf(whose), limit: BATCH_MAX, ...(cursor !== null && { cursor }) }),
    list({ ...listOf(whose === 'mine' ? 'all' : 'mine'), limit: 1 }),
    event.parent(),
    showsDifferences(query) ? listUnowed(event) : null,
    showsDifferences(query) ? countUnassigned(event) : 0,
  ]);
  // Whoever may explain them may explain all of them: they count for both tabs.
  const mayExplain = parent.me.actions.includes('reconciliation.manage');
  const differences = mayExplain && unowed !== null ? unowed : { data: [], count: 0 };
  const [mine, all] = whose === 'mine' ? [page.count, other.count] : [other.count, page.count];
  return {
    query,
    tasks: page.data,
    nextCursor: page.nextCursor,
    differences: { shown: cursor === null ? differences.data : [], count: differences.count },
    counts: { mine: mine + differences.count, all: all + differences.count },
    unassigned: parent.me.actions.includes('payment.assign') ? unassigned : 0,
    now: new Date().toISOString(),
  };
};

/** Captured payments of which nobody has said which account they went to. */
async function countUnassigned(event: RequestEvent): Promise<number> {
  const query = { unassigned: true, limit: 1 } as const;
  const { counts } = await dataOf(event, apiFor(event).GET('/v1/payments', { params: { query } }));
  return counts.sale;
}

function listUnowed(event: RequestEvent) {
  const query = { status: 'open', unowed: true, limit: DIFFERENCES_SHOWN } as const;
  return dataOf(event, apiFor(event).GET('/v1/reconciliation-differences', { params: { query } }));
}

export const actions: Actions = { stillDue: settleBatch };

/** The result for each selected task. */
type Batch = {
  readonly fault: string | null;
  readonly done: number;
  readonly refused: readonly Refused[];
  /** The obligations whose boxes stay selected. */
  readonly selected: readonly string[];
};

/** Each selected task goes through the route for single tasks; refused ones stay selected. */
async function settleBatch(event: RequestEvent): Promise<{ batch: Batch } | ActionFailure<{ batch: Batch }>> {
  const { selected, fault } = readBatch(await event.request.formData());
  const idsOf = (left: readonly Selected[]) => left.map((one) => one.obligationId);
  if (fault !== null) return fail(400, { batch: { fault, done: 0, refused: [], selected: idsOf(selected) } });
  const { done, refused, isAway } = await completeSelected(selected, (one) => keepDue(event, one));
  const batch = { fault, done, refused, selected: idsOf(refused) };
  if (refused.length === 0) return { batch };
  // If the API is down, the page is better left as it is.
  return fail(isAway ? 503 : 409, { batch });
}

function keepDue(event: RequestEvent, { refundId: id, obligationId }: Selected): Promise<Settled> {
  const body = { decision: 'still_due', obligationId } as const;
  const deciding = apiFor(event).POST('/v1/refunds/{id}/invoice-decision', {
    params: { path: { id } },
    body,
  });
  return outcomeOf(event, deciding);
}
