import type { RequestEvent } from '@sveltejs/kit';
import type { paths } from '@makewhole/client/schema';
import { readHistoryQuery, type HistoryQuery } from '#lib/payments/history-query.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const query = readHistoryQuery(event.url.searchParams);
  return query.type === 'refund'
    ? { query, ...(await loadRefunds(event, query)) }
    : { query, ...(await loadPayments(event, query)) };
};

async function loadPayments(event: RequestEvent, query: HistoryQuery) {
  const { type, sort } = query;
  const [page, refunds] = await Promise.all([
    listPayments(event, { ...pageOf(query), type, sort }),
    listRefunds(event, { ...searchOf(query), limit: 1 }),
  ]);
  const counts = { ...page.counts, refund: refunds.count };
  return { kind: 'payments' as const, payments: page.data, nextCursor: page.nextCursor, counts };
}

/** All that were ever asked for, also those that never moved money: the payment processor knows of the others alone. */
async function loadRefunds(event: RequestEvent, query: HistoryQuery) {
  const { refunds: filter } = query;
  const wanted = filter === 'open' ? { open: true } : filter === 'all' ? {} : { status: filter };
  const [page, payments, all] = await Promise.all([
    listRefunds(event, { ...pageOf(query), ...wanted }),
    listPayments(event, { ...searchOf(query), limit: 1 }),
    filter === 'all' ? null : listRefunds(event, { ...searchOf(query), limit: 1 }),
  ]);
  const counts = { ...payments.counts, refund: (all ?? page).count };
  return { kind: 'refunds' as const, refunds: page.data, nextCursor: page.nextCursor, counts };
}

function searchOf({ q }: HistoryQuery) {
  return q === '' ? {} : { q };
}

function pageOf(query: HistoryQuery) {
  return { ...searchOf(query), limit: PAGE_ROWS, ...(query.cursor !== null && { cursor: query.cursor }) };
}

type Query<Path extends '/v1/payments' | '/v1/refunds'> = NonNullable<
  paths[Path]['get']['parameters']['query']
>;

function listPayments(event: RequestEvent, query: Query<'/v1/payments'>) {
  return dataOf(event, apiFor(event).GET('/v1/payments', { params: { query } }));
}

function listRefunds(event: RequestEvent, query: Query<'/v1/refunds'>) {
  return dataOf(event, apiFor(event).GET('/v1/refunds', { params: { query } }));
}
