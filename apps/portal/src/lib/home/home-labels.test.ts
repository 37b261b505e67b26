import { expect, test } from 'vitest';
import { countOf, describeToday, greet, hourIn } from './home-labels.ts';

test.each([
  [0, 'Good morning, Elena.'],
  [11, 'Good morning, Elena.'],
  [12, 'Good afternoon, Elena.'],
  [18, 'Good evening, Elena.'],
])('at %i it greets: %s', (hour, words) => {
  expect(greet('Elena Vasquez', hour)).toBe(words);
});

test('the time of day is the firm’s', () => {
  expect(hourIn('2026-12-01T03:30:00Z', 'America/New_York')).toBe(22);
  expect(hourIn('2026-12-01T05:00:00Z', 'America/New_York')).toBe(0);
});

test('what is due today is counted in words', () => {
  expect(describeToday({ due: 0, overdue: 0 })).toBe('Nothing is due today.');
  expect(describeToday({ due: 1, overdue: 0 })).toBe('One thing today.');
  expect(describeToday({ due: 2, overdue: 1 })).toBe('Two things today, 1 overdue.');
  expect(describeToday({ due: 12, overdue: 12 })).toBe('12 things today, all overdue.');
});

test('one refund is one', () => {
  expect([countOf(1, 'refund'), countOf(0, 'refund'), countOf(2, 'dispute')]).toEqual([
    ...['1 refund', '0 refunds', '2 disputes'],
  ]);
});
