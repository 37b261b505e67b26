import type { RequestEvent } from '@sveltejs/kit';
import { PAYMENT_TASKS } from '@makewhole/domain/obligations';
import { OUTCOME_OF, REFUND_STATUSES, type RefundStatus } from '@makewhole/domain/refund-states';
import { apiFor, dataOf } from '#lib/server/api.ts';
import { dateIn } from '#lib/time/format.ts';
import type { PageServerLoad } from './$types';

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
  const [groups, late, work, report, urgent] = await Promise.all([
    Promise.all(IN_FLIGHT.map((status) => listInFlight(event, status))),
    dataOf(event, refundsOf(event, { late: true, open: true, sort: 'requested', limit: TASKS })),
    dataOf(event, apiFor(event).GET('/v1/obligations', { params: { query: { mine: true, limit: TASKS } } })),
    me.actions.includes('report.read') ? readReport(event, now, me.firm.timeZone) : null,
    Promise.all(URGENT.map((kind) => listOfKind(event, kind))),
  ]);
  return {
    now: now.toISOString(),
    groups: groups.filter(({ count }) => count > 0),
    late: { refunds: late.data, count: late.count },
    work: { tasks: work.data, count: work.count },
    report,
    urgent: {
      tasks: urgent.flatMap(({ data }) => data),
      count: urgent.reduce((sum, { count }) => sum + count, 0),
    },
  };
};

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
