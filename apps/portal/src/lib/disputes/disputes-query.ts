// The state of the list of disputes, kept entirely in its URL.
import { DISPUTE_STATES, type DisputeState } from '@makewhole/domain/disputes';

export const DISPUTE_SORTS = [
  { value: 'respond_by', label: 'Deadline, soonest first' },
  { value: '-opened', label: 'Newest first' },
  { value: 'opened', label: 'Oldest first' },
  { value: '-amount', label: 'Largest amount first' },
  { value: 'amount', label: 'Smallest amount first' },
] as const;
type DisputeSort = (typeof DISPUTE_SORTS)[number]['value'];

export type DisputesQuery = {
  readonly state: DisputeState | 'all';
  readonly q: string;
  readonly sort: DisputeSort;
  readonly cursor: string | null;
  /** The cursors of the pages before this one, the first page's being ''. */
  readonly trail: readonly string[];
};

const TRAIL_MAX = 40;

export function readDisputesQuery(params: URLSearchParams): DisputesQuery {
  return {
    state: DISPUTE_STATES.find((state) => state === params.get('state')) ?? 'all',
    q: params.get('q')?.trim() ?? '',
    sort: DISPUTE_SORTS.find(({ value }) => value === params.get('sort'))?.value ?? 'respond_by',
    cursor: params.get('cursor'),
    trail: params.getAll('back').slice(-TRAIL_MAX),
  };
}

export function disputesUrl(query: DisputesQuery): string {
  const params = filterParams(query);
  if (query.cursor !== null) params.set('cursor', query.cursor);
  for (const cursor of query.trail) params.append('back', cursor);
  return params.size === 0 ? '/disputes' : `/disputes?${params}`;
}

export function disputesCsvUrl(query: DisputesQuery): string {
  return `/disputes.csv?${filterParams(query)}`;
}

function filterParams({ state, q, sort }: DisputesQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (state !== 'all') params.set('state', state);
  if (q !== '') params.set('q', q);
  if (sort !== 'respond_by') params.set('sort', sort);
  return params;
}

/** What the list asks the API for. */
export function disputeList({ state, q, sort }: DisputesQuery) {
  return { ...(state !== 'all' && { state }), ...(q !== '' && { q }), sort };
}

/** The list in another state, from its first page. */
export function inState(query: DisputesQuery, state: DisputesQuery['state']): DisputesQuery {
  return { ...query, state, cursor: null, trail: [] };
}

export function nextPage(query: DisputesQuery, nextCursor: string): DisputesQuery {
  return { ...query, cursor: nextCursor, trail: [...query.trail, query.cursor ?? ''].slice(-TRAIL_MAX) };
}

/** The page before, or null on the first one. */
export function previousPage(query: DisputesQuery): DisputesQuery | null {
  if (query.cursor === null) return null;
  return { ...query, cursor: query.trail.at(-1) || null, trail: query.trail.slice(0, -1) };
}
