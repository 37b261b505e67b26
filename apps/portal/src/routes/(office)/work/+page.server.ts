import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { loadOpenCase } from '#lib/server/load-open-case.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { BATCH_MAX, readBatch, type Selected } from '#lib/work/batch-form.ts';
import { completeSelected, type Refused, type Settled } from '#lib/work/complete-selected.ts';
import { WORK_TABS, filterOf, readWorkQuery, showsDifferences, type Whose } from '#lib/work/work-query.ts';
import { sheetActions } from '#lib/server/work-actions.ts';
import type { Actions, PageServerLoad } from './$types';

/** They are above the tasks, and must not push them off the screen. */
const DIFFERENCES_SHOWN = 5;

export const load: PageServerLoad = async (event) => {
  const query = readWorkQuery(event.url.searchParams);
  const { whose, kind, overdue, cursor } = query;
  const narrowed = { ...(kind !== null && { kind }), ...(overdue && { overdue }) };
  const list = (of: Whose, page: { limit: number; cursor?: string }) =>
    dataOf(
      event,
      apiFor(event).GET('/v1/obligations', { params: { query: { ...filterOf(of), ...narrowed, ...page } } }),
    );
  const others = WORK_TABS.filter((tab) => tab.whose !== whose);
  const [page, counted, parent, unowed, unassigned, open] = await Promise.all([
    list(whose, { limit: BATCH_MAX, ...(cursor !== null && { cursor }) }),
    Promise.all(others.map((tab) => list(tab.whose, { limit: 1 }))),
    event.parent(),
    showsDifferences(query) ? listUnowed(event) : null,
    showsDifferences(query) ? countUnassigned(event) : 0,
    query.open === null ? null : openCase(event, query.open),
  ]);
  // Whoever may explain them may explain all of them: they count for everyone's tab, too.
  const mayExplain = parent.me.actions.includes('reconciliation.manage');
  const differences = mayExplain && unowed !== null ? unowed : { data: [], count: 0 };
  const counts = new Map(others.map((tab, index) => [tab.whose, counted[index]?.count ?? 0]));
  counts.set(whose, page.count);
  return {
    query,
    tasks: page.data,
    nextCursor: page.nextCursor,
    differences: { shown: cursor === null ? differences.data : [], count: differences.count },
    counts: {
      mine: (counts.get('mine') ?? 0) + differences.count,
      assigned: counts.get('assigned') ?? 0,
      all: (counts.get('all') ?? 0) + differences.count,
      snoozed: counts.get('snoozed') ?? 0,
    } satisfies Record<Whose, number>,
    unassigned: parent.me.actions.includes('payment.assign') ? unassigned : 0,
    open,
    now: new Date().toISOString(),
  };
};

async function openCase(event: Parameters<PageServerLoad>[0], key: string) {
  return loadOpenCase(event, key, (await event.parent()).me);
}

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

export const actions: Actions = { stillDue: settleBatch, ...sheetActions };

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
