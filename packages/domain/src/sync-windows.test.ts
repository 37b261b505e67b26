import { expect, it } from 'vitest';
import { firstPlace, placeAfter, type SyncPlace } from './sync-windows.ts';

const BEGAN = new Date('2026-03-20T12:00:00Z');
const SINCE = new Date('2026-03-01T00:00:00Z');

function walk(): SyncPlace[] {
  const places: SyncPlace[] = [];
  const bounds = { since: SINCE, beganAt: BEGAN, now: BEGAN };
  for (
    let place: SyncPlace | null = firstPlace(bounds);
    place !== null;
    place = placeAfter(place, null, bounds)
  ) {
    places.push(place);
  }
  return places;
}

it('leaves no gap between windows, goes back to the instant asked for, and no further', () => {
  const windows = walk().filter(({ stream, secondPass }) => stream === 'payments' && !secondPass);
  expect(windows.at(-1)?.windowFrom).toEqual(SINCE);
  for (const [index, { windowFrom }] of windows.slice(0, -1).entries()) {
    expect(windows[index + 1]?.windowTo).toEqual(windowFrom);
  }
});

it('reads the newest window once more at the end, and the refunds of each window after its payments', () => {
  const places = walk();
  expect(places.filter(({ secondPass }) => secondPass).map(({ stream }) => stream)).toEqual([
    'payments',
    'refunds',
  ]);
  expect(places.at(-1)?.windowFrom).toEqual(places[0]?.windowFrom);
});

it('goes on at the cursor of a page that has another', () => {
  const first = firstPlace({ since: SINCE, beganAt: BEGAN });
  const next = placeAfter(first, 'c1', { since: SINCE, beganAt: BEGAN, now: BEGAN });
  expect(next).toEqual({ ...first, cursor: 'c1' });
});
