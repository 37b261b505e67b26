import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { COLUMNS_COOKIE, readColumns, writeColumns } from '#lib/payments/history-columns.ts';
import { historyUrl, readHistoryQuery, viewQuery, type HistoryQuery } from '#lib/payments/history-query.ts';
import { readRanges, type RangeFaults, type Ranges } from '#lib/payments/history-ranges.ts';
import {
  paymentList,
  refundList,
  searchOf,
  type PaymentListQuery,
  type RefundListQuery,
} from '#lib/payments/list-query.ts';
import { apiFor, doneOf, orErrorPage, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE_ROWS = 25;
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const NO_FAULTS: RangeFaults = {};

export const load: PageServerLoad = async (event) => {
  const query = readHistoryQuery(event.url.searchParams);
  const read = readRanges(query, hasDays(query) ? (await event.parent()).me.firm.timeZone : 'UTC');
  const lookedUpAt = new Date().toISOString();
  const loadingViews = loadViews(event);
  const looking = read.ok
    ? (query.type === 'refund' ? loadRefunds : loadPayments)(event, query, read.ranges)
    : null;
  const columns = readColumns(event.cookies.get(COLUMNS_COOKIE));
  const shown = { query, lookedUpAt, columns, views: await loadingViews };
  // An unreadable filter stops the search: a list without it would be mistaken for one with it.
  if (!read.ok || looking === null)
    return { ...shown, faults: read.ok ? NO_FAULTS : read.faults, list: null, problem: null };
  const looked = await looking;
  return looked.ok
    ? { ...shown, faults: NO_FAULTS, list: looked.data, problem: null }
    : { ...shown, faults: NO_FAULTS, list: null, problem: looked.problem };
};

export const actions: Actions = {
  saveView: async (event) => {
    const form = await event.request.formData();
    const [name, query] = [textOf(form, 'name').trim(), textOf(form, 'query')];
    if (name === '') return fail(400, { view: { name, fault: 'Enter a name.' } });
    const body = { name, query: viewQuery(readHistoryQuery(new URLSearchParams(query))) };
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/saved-views', { body }));
    if (!outcome.ok) return fail(outcome.problem.status, { view: { name, fault: outcome.problem.detail } });
    backToList(event);
  },

  deleteView: async (event) => {
    const id = textOf(await event.request.formData(), 'id');
    const deleting = apiFor(event).DELETE('/v1/saved-views/{id}', { params: { path: { id } } });
    const outcome = await doneOf(event, deleting);
    // One that is gone already is as wished.
    if (!outcome.ok && outcome.problem.status !== 404) orErrorPage(outcome);
    backToList(event);
  },

  columns: async (event) => {
    const chosen = (await event.request.formData()).getAll('column').map(String);
    event.cookies.set(COLUMNS_COOKIE, writeColumns(chosen), {
      ...{ path: '/payments', maxAge: YEAR_SECONDS, secure: event.url.protocol === 'https:' },
    });
    backToList(event);
  },
};

/** The list that the form was on: its URL names the action beside the filters. */
function backToList({ url }: RequestEvent): never {
  redirect(303, historyUrl(readHistoryQuery(url.searchParams)));
}

/** A list is not worth losing for its saved views. */
async function loadViews(event: RequestEvent) {
  const views = await outcomeOf(event, apiFor(event).GET('/v1/saved-views'));
  return views.ok ? views.data.data : [];
}

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
