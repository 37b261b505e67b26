import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { BATCH_MAX, batchKindOf, readBatch, type BatchKind, type Ticked } from '#lib/work/batch-form.ts';
import { settleTicked, type Refused, type Settled } from '#lib/work/settle-ticked.ts';
import { readWorkQuery, showsDifferences } from '#lib/work/work-query.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

/** They stand above the tasks, and must not push them off the screen. */
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
  const [page, other, parent, unowed] = await Promise.all([
    list({ ...listOf(whose), limit: BATCH_MAX, ...(cursor !== null && { cursor }) }),
    list({ ...listOf(whose === 'mine' ? 'all' : 'mine'), limit: 1 }),
    event.parent(),
    showsDifferences(query) ? listUnowed(event) : null,
  ]);
  // Who may explain them may do so whoever else may: they count for both tabs.
  const mayExplain = parent.me.actions.includes('reconciliation.manage');
  const differences = mayExplain && unowed !== null ? unowed : { data: [], count: 0 };
  const [mine, all] = whose === 'mine' ? [page.count, other.count] : [other.count, page.count];
  return {
    query,
    tasks: page.data,
    nextCursor: page.nextCursor,
    differences: { shown: cursor === null ? differences.data : [], count: differences.count },
    counts: { mine: mine + differences.count, all: all + differences.count },
    now: new Date().toISOString(),
  };
};

function listUnowed(event: RequestEvent) {
  const query = { status: 'open', unowed: true, limit: DIFFERENCES_SHOWN } as const;
  return dataOf(event, apiFor(event).GET('/v1/reconciliation-differences', { params: { query } }));
}

export const actions: Actions = {
  stillDue: (event) => settleBatch(event, 'decision', (one) => keepDue(event, one)),
  attend: (event) => settleBatch(event, 'attention', (one, note) => attend(event, one, note)),
};

/** What became of what was ticked. */
type Batch = {
  readonly kind: BatchKind;
  readonly fault: string | null;
  readonly done: number;
  readonly refused: readonly Refused[];
  /** The obligations whose boxes stay ticked. */
  readonly ticked: readonly string[];
  /** What was typed, where it is still needed. */
  readonly note: string;
};

/** What was ticked is settled by the routes that settle it one by one; what is refused stays ticked, with the note. */
async function settleBatch(
  event: RequestEvent,
  kind: BatchKind,
  settle: (one: Ticked, note: string) => Promise<Settled>,
): Promise<{ batch: Batch } | ActionFailure<{ batch: Batch }>> {
  const { ticked, note, fault } = readBatch(await event.request.formData(), kind);
  const keptOf = (left: readonly Ticked[]) =>
    [...left, ...ticked[kind === 'decision' ? 'attention' : 'decision']].map((one) => one.obligationId);
  if (fault !== null) {
    return fail(400, { batch: { kind, fault, done: 0, refused: [], ticked: keptOf(ticked[kind]), note } });
  }
  const { done, refused, isAway } = await settleTicked(ticked[kind], (one) => settle(one, note));
  const isNoteUsed = kind === 'attention' && refused.length === 0;
  const batch = { kind, fault, done, refused, ticked: keptOf(refused), note: isNoteUsed ? '' : note };
  if (refused.length === 0) return { batch };
  // Where the API is away, the page is better left as it is.
  return fail(isAway ? 503 : 409, { batch });
}

function keepDue(event: RequestEvent, { refundId: id, obligationId }: Ticked): Promise<Settled> {
  const body = { decision: 'still_due', obligationId } as const;
  const deciding = apiFor(event).POST('/v1/refunds/{id}/invoice-decision', {
    params: { path: { id } },
    body,
  });
  return outcomeOf(event, deciding);
}

/** The API takes a note of any attention: here of those alone that nobody has to look at one by one. */
async function attend(
  event: RequestEvent,
  { refundId: id, obligationId }: Ticked,
  note: string,
): Promise<Settled> {
  const params = { path: { id } };
  const found = await outcomeOf(event, apiFor(event).GET('/v1/refunds/{id}', { params }));
  if (!found.ok) return found;
  const task = found.data.obligations.find((one) => one.id === obligationId);
  if (task === undefined || batchKindOf(task, () => true) !== 'attention') {
    return notTaken('It needs more than a note. Open it, and settle it there.');
  }
  if (task.status !== 'open') return notTaken('Somebody has settled it already. Your note was not kept.');
  const body = { obligationId, note };
  return outcomeOf(event, apiFor(event).POST('/v1/refunds/{id}/attention', { params, body }));
}

function notTaken(detail: string): Settled {
  return { ok: false, problem: { status: 409, detail } };
}
