import { expect, it } from 'vitest';
import { quarterEndingWith, quarterOf } from './transaction-review.ts';

it.each([
  ['2026-Q1', '2026-01-01', '2026-03-31'],
  ['2026-Q2', '2026-04-01', '2026-06-30'],
  ['2026-Q3', '2026-07-01', '2026-09-30'],
  ['2026-Q4', '2026-10-01', '2026-12-31'],
])('%s is from %s to %s', (name, from, to) => {
  expect(quarterOf(name)).toEqual({ name, from, to });
  expect(quarterEndingWith(to)).toEqual({ name, from, to });
});

it('ends in no other month', () => {
  expect(['2026-01-31', '2026-02-28', '2026-11-30'].map(quarterEndingWith)).toEqual([null, null, null]);
});
