// What changed, from the list of events, which Stripe keeps for 30 days. It is listed newest first, so a feed that begins
// in the past reads down to its beginning first, and then goes up from the newest event that it saw:
//
//   down:<newest seen>:<last read>   on the way down to `since`
//   up:<last read>                   on the way up, page by page
//   none:<instant>                   there was no event at all: begins there again
import type { Change, ChangesAnswer, ChangesRequest } from '../lists.ts';
import { bodyOf, isMissing, unavailable } from './answers.ts';
import { EVENT_TYPES, readEvent } from './events.ts';
import type { Stripe } from './find-payment.ts';
import { get, type Parameters } from './request.ts';
import { wireEvent, wireList, type WireEvent } from './wire.ts';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export async function listChanges(
  stripe: Stripe,
  { cursor, since, limit }: ChangesRequest,
): Promise<ChangesAnswer> {
  const [way, ...rest] = cursor?.split(':') ?? [];
  if (way === 'up') return goUp(stripe, rest[0] ?? '', limit);
  const beginning = way === 'none' ? rest.join(':') : since;
  if (stripe.now().getTime() - Date.parse(beginning) > KEPT_MS) {
    return { kind: 'gap', message: 'Stripe keeps events for 30 days' };
  }
  const [newest, last] = way === 'down' ? rest : [];
  return goDown(stripe, { beginning, newest, last, limit });
}

async function goDown(
  stripe: Stripe,
  {
    beginning,
    newest,
    last,
    limit,
  }: {
    readonly beginning: string;
    readonly newest: string | undefined;
    readonly last: string | undefined;
    readonly limit: number;
  },
): Promise<ChangesAnswer> {
  const from = String(Math.floor(Date.parse(beginning) / 1000));
  const place: Parameters = last === undefined ? [] : [['starting_after', last]];
  const page = await listEvents(stripe, [['created[gte]', from], ...place], limit);
  if (page.kind !== 'events') return page;
  const anchor = newest ?? page.events[0]?.id;
  const { changes, hasMore } = page;
  if (anchor === undefined) return { kind: 'changes', changes, hasMore, nextCursor: `none:${beginning}` };
  const next = hasMore ? `down:${anchor}:${page.events.at(-1)?.id ?? ''}` : `up:${anchor}`;
  return { kind: 'changes', changes, hasMore, nextCursor: next };
}

async function goUp(stripe: Stripe, last: string, limit: number): Promise<ChangesAnswer> {
  const page = await listEvents(stripe, [['ending_before', last]], limit);
  if (page.kind !== 'events') return page;
  const nextCursor = `up:${page.events[0]?.id ?? last}`;
  return { kind: 'changes', changes: page.changes, hasMore: page.hasMore, nextCursor };
}

type EventsPage = {
  readonly kind: 'events';
  /** Newest first. */
  readonly events: readonly WireEvent[];
  readonly changes: readonly Change[];
  readonly hasMore: boolean;
};

async function listEvents(
  stripe: Stripe,
  place: Parameters,
  limit: number,
): Promise<EventsPage | Exclude<ChangesAnswer, { kind: 'changes' }>> {
  const types = EVENT_TYPES.map((type) => ['types[]', type] as const);
  const answer = await get(stripe.server, '/v1/events', [...place, ['limit', String(limit)], ...types]);
  // An event that they do not have any more.
  if (isMissing(answer)) return { kind: 'gap', message: 'Stripe has forgotten the last event' };
  const list = wireList.safeParse(bodyOf(answer)).data;
  const events = list?.data.map((json) => wireEvent.safeParse(json).data) ?? [];
  const read = events.filter((event) => event !== undefined);
  // One that is left out is a change that nobody hears of.
  if (list === undefined || read.length < events.length) return unavailable(answer);
  return { kind: 'events', events: read, changes: changesOf(stripe, read), hasMore: list.has_more };
}

/** Oldest first, each once. */
function changesOf({ account }: Stripe, newestFirst: readonly WireEvent[]): Change[] {
  const changes = new Map<string, Change>();
  for (const wire of newestFirst.toReversed()) {
    const event = readEvent(wire, account);
    if (event === null) continue;
    const { transactionId } = 'refund' in event ? event.refund : event.payment;
    const change: Change =
      'refund' in event
        ? { about: 'refund', id: event.refund.id, transactionId }
        : { about: 'payment', id: transactionId, transactionId };
    changes.set(`${change.about}:${change.id}`, change);
  }
  return [...changes.values()];
}
