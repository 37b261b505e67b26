import { expect, it } from 'vitest';
import {
  afterGap,
  firstFollow,
  firstPlace,
  followAfter,
  placeAfter,
  type SyncPlace,
} from './sync-windows.ts';

const BEGAN = new Date('2026-03-20T12:00:00Z');
const SINCE = new Date('2026-03-01T00:00:00Z');
const BOUNDS = { since: SINCE, beganAt: BEGAN, hasFeed: true, isTrial: false, now: BEGAN };

/** Every place until the past is read. */
function walk(from: SyncPlace = firstPlace(BOUNDS), bounds = BOUNDS): SyncPlace[] {
  const places: SyncPlace[] = [];
  for (let place = from; ; place = placeAfter(place, null, bounds)) {
    places.push(place);
    if (place.state !== 'backfilling') return places;
  }
}

it('leaves no gap between windows, goes back to the instant asked for, and no further', () => {
  const windows = walk().filter(({ stream, secondPass }) => stream === 'payments' && !secondPass);
  expect(windows.at(-1)?.windowFrom).toEqual(SINCE);
  for (const [index, { windowFrom }] of windows.slice(0, -1).entries()) {
    expect(windows[index + 1]?.windowTo).toEqual(windowFrom);
  }
});

it('takes the changes first, then payments and refunds of each window, the newest window again, and follows', () => {
  const places = walk();
  expect(places[0]?.stream).toBe('changes');
  const again = places.filter(({ secondPass, state }) => secondPass && state === 'backfilling');
  expect(again.map(({ stream }) => stream)).toEqual(['payments', 'refunds']);
  expect(again[0]?.windowFrom).toEqual(places[0]?.windowFrom);
  expect(places.at(-1)).toMatchObject({ state: 'following', stream: 'changes', reached: SINCE });
});

it('is done at the end where there is no list of changes', () => {
  const bounds = { ...BOUNDS, hasFeed: false };
  const places = walk(firstPlace(bounds), bounds);
  expect(places[0]?.stream).toBe('payments');
  expect(places.at(-1)?.state).toBe('done');
});

it('reads nothing twice in a dry run, which is done at the end', () => {
  const bounds = { ...BOUNDS, isTrial: true };
  const places = walk(firstPlace(bounds), bounds);
  expect(places.map(({ stream }) => stream)).not.toContain('watch');
  expect(places.filter(({ secondPass }) => secondPass)).toEqual([]);
  expect(places.at(-1)?.state).toBe('done');
});

it('goes on at the cursor of a page that has another', () => {
  const first = firstPlace({ ...BOUNDS, hasFeed: false });
  expect(placeAfter(first, 'c1', BOUNDS)).toEqual({ ...first, cursor: 'c1' });
});

it('reads what was asked for meanwhile from where it had come, and nothing twice', () => {
  const earlier = new Date('2026-02-01T00:00:00Z');
  const bounds = { ...BOUNDS, since: earlier };
  const places = walk(firstPlace(BOUNDS), bounds);
  const starts = places.filter(({ stream, secondPass }) => stream === 'payments' && !secondPass);
  const windows = starts.map(({ windowFrom, windowTo }) => [windowFrom, windowTo]);
  expect(new Set(windows.map((one) => JSON.stringify(one))).size).toBe(windows.length);
  expect(windows.some(([, to]) => to?.getTime() === SINCE.getTime())).toBe(true);
  expect(places.at(-1)).toMatchObject({ state: 'following', reached: earlier });
});

it('goes on at the cursor of the feed, and looks back over the last look every ten minutes', () => {
  const page = { nextCursor: 'c1', hasMore: false };
  const first = firstFollow(BEGAN);
  const next = followAfter(first, page, new Date('2026-03-20T12:09:00Z'));
  expect(next).toEqual({ ...first, changeCursor: 'c1' });
  expect(followAfter(next, page, new Date('2026-03-20T12:10:00Z'))).toEqual({
    changeCursor: null,
    changesSince: new Date('2026-03-20T11:50:00Z'),
    lookedBackAt: new Date('2026-03-20T12:10:00Z'),
  });
});

it('begins a feed that has forgotten as far back as it goes, and names the gap', () => {
  const now = new Date('2026-06-20T12:00:00Z');
  const { follow, gap } = afterGap(firstFollow(BEGAN), { keptDays: 30, now });
  expect(follow.changesSince).toEqual(new Date('2026-05-21T13:00:00Z'));
  expect(gap).toEqual({ from: new Date('2026-03-20T11:50:00Z'), to: new Date('2026-06-21T12:00:00Z') });
});
