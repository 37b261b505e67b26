// Everything that was created or changed since an instant, whatever lists the processor has: first what it created since,
// then what its change feed points to besides, each asked for.
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import { messageOf, type ConnectedProcessors } from './connected-processors.ts';
import type { PageAnswer } from './lists.ts';
import type { Unavailable, UnreadableRecord } from './no-answer.ts';
import type { ProcessorPayment, ProcessorRefund } from './port.ts';

export type SinceRequest = {
  readonly connectionId: ConnectionId;
  /** Inclusive; by the processor's clock, which may differ from ours. */
  readonly since: Instant;
  /** The nextCursor of the previous page; null for the first one. */
  readonly cursor: string | null;
  /** 1 to the capability `pageMax`. */
  readonly limit: number;
};

/** Payments created or changed since an instant, counting changes to their refunds; a page at a time. */
export function listPaymentsSince(
  processors: ConnectedProcessors,
  request: SinceRequest,
): Promise<PageAnswer<ProcessorPayment>> {
  const { connectionId } = request;
  return listSince(processors, request, {
    about: 'payment',
    listCreated: (window) => processors.listCreatedPayments({ connectionId, ...window }),
    ask: async ({ transactionId }) => {
      const answer = await processors.getPayment({ connectionId, transactionId });
      return answer.kind === 'found' ? answer.payment : answer;
    },
  });
}

/** Refunds created or changed since an instant, whoever made them (B12); a page at a time. */
export function listRefundsSince(
  processors: ConnectedProcessors,
  request: SinceRequest,
): Promise<PageAnswer<ProcessorRefund>> {
  const { connectionId } = request;
  return listSince(processors, request, {
    about: 'refund',
    listCreated: (window) => processors.listCreatedRefunds({ connectionId, ...window }),
    ask: async ({ id, transactionId }) => {
      const answer = await processors.getRefund({ connectionId, transactionId, refundId: id });
      return answer.kind === 'found' ? answer.refund : answer;
    },
  });
}

/** The lists, in their order. A cursor is the list's name, a colon, and that list's own cursor; none begins it. */
const LISTS = ['created', 'changes'] as const;
type Place = { readonly list: (typeof LISTS)[number]; readonly cursor: string | null };

/** The window of what was created stays open: nobody's clock can cut off the newest. */
const END_OF_TIME: Instant = '9999-12-31T23:59:59.999Z';

type Changed = Extract<
  Awaited<ReturnType<ConnectedProcessors['listChanges']>>,
  { kind: 'changes' }
>['changes'][number];

type Listing<Item> = {
  readonly about: Changed['about'];
  readonly listCreated: (window: {
    readonly from: Instant;
    readonly to: Instant;
    readonly cursor: string | null;
    readonly limit: number;
  }) => Promise<PageAnswer<Item>>;
  readonly ask: (
    changed: Changed,
  ) => Promise<Item | UnreadableRecord | Unavailable | { readonly kind: 'not_found' }>;
};

async function listSince<Item extends { readonly createdAt: Instant }>(
  processors: ConnectedProcessors,
  { connectionId, since, cursor, limit }: SinceRequest,
  listing: Listing<Item>,
): Promise<PageAnswer<Item>> {
  const capabilities = await processors.capabilitiesOf({ connectionId }).catch(messageOf);
  if (typeof capabilities === 'string') return { kind: 'unavailable', message: capabilities };
  const { truth, changeFeed } = capabilities;
  // It has no lists: what it reported was taken up as it came.
  if (truth === 'notifications') return { kind: 'page', items: [], unreadable: [], nextCursor: null };
  const place = placeOf(cursor);
  if (place.list === 'created') {
    const page = await listing.listCreated({ from: since, to: END_OF_TIME, cursor: place.cursor, limit });
    if (page.kind !== 'page') return page;
    const next = { list: 'created', cursor: page.nextCursor } as const;
    if (page.nextCursor !== null) return { ...page, nextCursor: cursorOf(next) };
    return {
      ...page,
      nextCursor: changeFeed.kind === 'feed' ? cursorOf({ list: 'changes', cursor: null }) : null,
    };
  }
  const kept = withinFeed(changeFeed, since);
  const feed = await processors.listChanges({ connectionId, since: kept, cursor: place.cursor, limit });
  if (feed.kind === 'unavailable') return feed;
  // Changes from before the feed are out of everybody's reach; what was created since is on the pages before.
  if (feed.kind === 'gap') return { kind: 'page', items: [], unreadable: [], nextCursor: null };
  const read = await askForAll(listing, feed.changes);
  if ('kind' in read) return read;
  const items = read.items.filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(since));
  const nextCursor = feed.hasMore ? cursorOf({ list: 'changes', cursor: feed.nextCursor }) : null;
  return { kind: 'page', items, unreadable: read.unreadable, nextCursor };
}

/** Where the feed does not reach back so far, as far as it does: a late change of an old refund is in it all the same. */
function withinFeed(feed: ProcessorCapabilities['changeFeed'], since: Instant): Instant {
  if (feed.kind === 'none' || feed.keptDays === null) return since;
  const oldestMs = Date.now() - feed.keptDays * DAY_MS + MARGIN_MS;
  return Date.parse(since) < oldestMs ? new Date(oldestMs).toISOString() : since;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** So that the oldest change is not forgotten while the pages are read. */
const MARGIN_MS = 60 * 60 * 1000;

function cursorOf({ list, cursor }: Place): string {
  return `${list}:${cursor ?? ''}`;
}

/** Begins anew at a cursor that is none of ours: it may be an earlier version's. */
function placeOf(cursor: string | null): Place {
  const list = LISTS.find((name) => cursor?.startsWith(`${name}:`) === true);
  if (cursor === null || list === undefined) return { list: 'created', cursor: null };
  const rest = cursor.slice(list.length + 1);
  return { list, cursor: rest === '' ? null : rest };
}

async function askForAll<Item extends object>(
  { about, ask }: Listing<Item>,
  changes: readonly Changed[],
): Promise<Unavailable | { readonly items: Item[]; readonly unreadable: UnreadableRecord[] }> {
  const items: Item[] = [];
  const unreadable: UnreadableRecord[] = [];
  const wanted = new Map(changes.filter((one) => one.about === about).map((one) => [one.id, one]));
  for (const changed of wanted.values()) {
    const answer = await ask(changed);
    if (!('kind' in answer)) items.push(answer);
    else if (answer.kind === 'unavailable') return answer;
    else if (answer.kind === 'unreadable') unreadable.push(answer);
  }
  return { items, unreadable };
}
