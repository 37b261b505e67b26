import type { RequestEvent } from '@sveltejs/kit';
import { readHistoryQuery, type HistoryQuery } from '#lib/payments/history-query.ts';
import { readRanges, type RangeFaults, type Ranges } from '#lib/payments/history-ranges.ts';
import {
  paymentList,
  refundList,
  searchOf,
  type PaymentListQuery,
  type RefundListQuery,
} from '#lib/payments/list-query.ts';
import { apiFor, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;
const NO_FAULTS: RangeFaults = {};

export const load: PageServerLoad = async (event) => {
  const query = readHistoryQuery(event.url.searchParams);
  const read = readRanges(query, hasDays(query) ? (await event.parent()).me.firm.timeZone : 'UTC');
  const lookedUpAt = new Date().toISOString();
  // An unreadable filter stops the search: a list without it would be mistaken for one with it.
  if (!read.ok) return { query, lookedUpAt, faults: read.faults, list: null, problem: null };
  const looked = await (query.type === 'refund' ? loadRefunds : loadPayments)(event, query, read.ranges);
  return looked.ok
    ? { query, lookedUpAt, faults: NO_FAULTS, list: looked.data, problem: null }
    : { query, lookedUpAt, faults: NO_FAULTS, list: null, problem: looked.problem };
};

/** Days need the firm's zone: nothing else is waited for, and no list is lost if the viewer cannot be loaded again. */
function hasDays({ from, to }: HistoryQuery): boolean {
  return from !== '' || to !== '';
}

async function loadPayments(event: RequestEvent, query: HistoryQuery, ranges: Ranges) {
  const [page, refunds] = await Promise.all([
    listPayments(event, { ...paymentList(query, ranges), ...pageOf(query) }),
    listRefunds(event, { ...searchOf(query, ranges), limit: 1 }),
  ]);
  if (!page.ok) return page;
  if (!refunds.ok) return refunds;
  const { data: payments, nextCursor, counts } = page.data;
  const count = counts[query.type];
  return found({
    kind: 'payments',
    payments,
    nextCursor,
    count,
    counts: { ...counts, refund: refunds.data.count },
  } as const);
}

/** All refunds ever requested, also those that never moved money: the payment processor knows only the others. */
async function loadRefunds(event: RequestEvent, query: HistoryQuery, ranges: Ranges) {
  const [page, payments, all] = await Promise.all([
    listRefunds(event, { ...refundList(query, ranges), ...pageOf(query) }),
    listPayments(event, { ...searchOf(query, ranges), limit: 1 }),
    query.refunds === 'all' ? null : listRefunds(event, { ...searchOf(query, ranges), limit: 1 }),
  ]);
  if (!page.ok) return page;
  if (!payments.ok) return payments;
  if (all?.ok === false) return all;
  const { data: refunds, nextCursor, count } = page.data;
  const counts = { ...payments.data.counts, refund: all?.data.count ?? count };
  return found({ kind: 'refunds', refunds, nextCursor, count, counts } as const);
}

function found<Data>(data: Data): Extract<Outcome<Data>, { ok: true }> {
  return { ok: true, data };
}

function pageOf({ cursor }: HistoryQuery) {
  return { limit: PAGE_ROWS, ...(cursor !== null && { cursor }) };
}

function listPayments(event: RequestEvent, query: PaymentListQuery) {
  return outcomeOf(event, apiFor(event).GET('/v1/payments', { params: { query } }));
}

function listRefunds(event: RequestEvent, query: RefundListQuery) {
  return outcomeOf(event, apiFor(event).GET('/v1/refunds', { params: { query } }));
}
