import { expect, test } from 'vitest';
import { recentQuarters } from './recent-quarters.ts';

test('are those that are over, across the turn of a year', () => {
  expect(recentQuarters('2026-11-30').slice(0, 4)).toEqual(['2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4']);
  expect(recentQuarters('2027-01-01')[0]).toBe('2026-Q4');
  expect(recentQuarters('2026-03-31')[0]).toBe('2025-Q4');
});
