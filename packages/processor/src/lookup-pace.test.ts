import { expect, it } from 'vitest';
import { createLookupPace } from './lookup-pace.ts';

it('lets a second of lookups through at once, and then one at a time', () => {
  const pace = createLookupPace(5, () => 0);
  const waits = Array.from({ length: 8 }, () => pace.take());
  expect(waits).toEqual([0, 0, 0, 0, 0, 200, 400, 600]);
});

it('is full again after a second without any', () => {
  let now = 0;
  const pace = createLookupPace(5, () => now);
  for (let taken = 0; taken < 10; taken += 1) pace.take();
  now = 2_000;
  expect(Array.from({ length: 6 }, () => pace.take())).toEqual([0, 0, 0, 0, 0, 200]);
});

it('never lets more through in any second than a full bucket and what flows in', () => {
  let now = 0;
  const pace = createLookupPace(5, () => now);
  const made: number[] = [];
  for (let nth = 0; nth < 200; nth += 1) {
    now += (nth * 37) % 230;
    const wait = pace.take();
    if (wait !== null) made.push(now + wait);
  }
  for (const start of made) {
    expect(made.filter((at) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(10);
  }
});

it('lets nobody wait longer than ten seconds, and a place that was not taken costs none', () => {
  let now = 0;
  const pace = createLookupPace(5, () => now);
  const waits = Array.from({ length: 100 }, () => pace.take());
  expect(waits.filter((wait) => wait !== null)).toHaveLength(55);
  expect(Math.max(...waits.map((wait) => wait ?? 0))).toBe(10_000);
  now = 1_000;
  expect(pace.take()).toBe(9_200);
});
