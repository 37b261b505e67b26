import { expect, test } from 'vitest';
import { describeArrival } from './arrival.ts';

const refund = { expected: { earliest: '2026-12-01', latest: '2026-12-02' } };

test.each([
  ['2026-11-30', '2026-11-30', 'Arrived the same bank day, within the promise.'],
  ['2026-11-30', '2026-12-01', 'Arrived in 1 bank day, within the promise.'],
  // Thanksgiving and a weekend are no bank days.
  ['2026-11-25', '2026-11-30', 'Arrived in 2 bank days, within the promise.'],
  ['2026-11-30', '2026-12-04', 'Arrived in 4 bank days, later than promised.'],
])('a refund of %s that arrived on %s', (requestedOn, arrivedOn, words) => {
  expect(describeArrival(refund, requestedOn, arrivedOn)).toBe(words);
});
