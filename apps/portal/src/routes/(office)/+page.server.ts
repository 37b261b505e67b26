import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { PAYMENT_TASKS } from '@makewhole/domain/obligations';
import { OUTCOME_OF, REFUND_STATUSES, type RefundStatus } from '@makewhole/domain/refund-states';
import { textOf } from '#lib/forms/text-of.ts';
import { SETUP_LABELS, type SetupStepName } from '#lib/home/setup-labels.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { dateIn } from '#lib/time/format.ts';
import type { Actions, PageServerLoad } from './$types';

const IN_FLIGHT = REFUND_STATUSES.filter((status) => OUTCOME_OF[status] === 'in_flight');
const ROWS = 3;
const TASKS = 5;
const URGENT = PAYMENT_TASKS;
/** This week and the eleven before it. */
const REPORTED_DAYS = 7 * 11;
const DAY_MS = 86_400_000;

export const load: PageServerLoad = async (event) => {
  const { me } = await event.parent();
  const now = new Date();
  const [groups, late, work, report, urgent, setup] = await Promise.all([
    Promise.all(IN_FLIGHT.map((status) => listInFlight(event, status))),
    dataOf(event, refundsOf(event, { late: true, open: true, sort: 'requested', limit: TASKS })),
    dataOf(event, apiFor(event).GET('/v1/obligations', { params: { query: { mine: true, limit: TASKS } } })),
    me.actions.includes('report.read') ? readReport(event, now, me.firm.timeZone) : null,
    Promise.all(URGENT.map((kind) => listOfKind(event, kind))),
    me.actions.includes('firm.manage') ? dataOf(event, apiFor(event).GET('/v1/firm/setup')) : null,
  ]);
  return {
    now: now.toISOString(),
    groups: groups.filter(({ count }) => count > 0),
    late: { refunds: late.data, count: late.count },
    work: { tasks: work.data, count: work.count },
    report,
    /** Null as soon as nothing is left to set up. */
    setup: setup === null || setup.isDone ? null : setup.steps,
    /** The step that was set aside just now: it can be taken up again, even if nothing else is left. */
    setAside: setup === null ? null : readStep(event.url.searchParams.get('setAside') ?? ''),
    urgent: {
      tasks: urgent.flatMap(({ data }) => data),
      count: urgent.reduce((sum, { count }) => sum + count, 0),
    },
  };
};

export const actions: Actions = {
  setAside: async (event) => {
    const form = await event.request.formData();
    const step = readStep(textOf(form, 'step'));
    if (step === null) return fail(400, { fault: 'Reload the page, and choose a step of the list.' });
    const body = { notForUs: textOf(form, 'notForUs') === 'true' };
    const outcome = await outcomeOf(
      event,
      apiFor(event).PUT('/v1/firm/setup/{step}', { params: { path: { step } }, body }),
    );
    if (!outcome.ok) return fail(outcome.problem.status, { fault: outcome.problem.detail });
    redirect(303, body.notForUs ? `/?setAside=${step}` : '/');
  },
};

function readStep(text: string): SetupStepName | null {
  return text in SETUP_LABELS ? (text as SetupStepName) : null;
}

/** Shown to everyone, whoever must act: a client without their money, and a card network's deadline, concern all. */
function listOfKind(event: RequestEvent, kind: (typeof URGENT)[number]) {
  return dataOf(event, apiFor(event).GET('/v1/obligations', { params: { query: { kind, limit: TASKS } } }));
}

async function listInFlight(event: RequestEvent, status: RefundStatus) {
  const page = await dataOf(event, refundsOf(event, { status, sort: 'requested', limit: ROWS }));
  return { status, count: page.count, oldest: page.data };
}

type RefundQuery = {
  status?: RefundStatus;
  late?: boolean;
  open?: boolean;
  sort: 'requested';
  limit: number;
};

function refundsOf(event: RequestEvent, query: RefundQuery) {
  return apiFor(event).GET('/v1/refunds', { params: { query } });
}

function readReport(event: RequestEvent, now: Date, timeZone: string) {
  const query = {
    from: dateIn(new Date(now.getTime() - REPORTED_DAYS * DAY_MS), timeZone),
    to: dateIn(now, timeZone),
  };
  return dataOf(event, apiFor(event).GET('/v1/reports/refunds', { params: { query } }));
}
