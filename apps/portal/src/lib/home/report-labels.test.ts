import { expect, test } from 'vitest';
import { describeWeeks, formatHours, formatWeek } from './report-labels.ts';

const week = (of: string, succeeded: number, failed: number) => ({
  week: of,
  outcomes: {
    succeeded: { count: succeeded, amount: succeeded * 100 },
    in_flight: { count: 0, amount: 0 },
    failed: { count: failed, amount: failed * 100 },
    ended_before_money: { count: 0, amount: 0 },
  },
});

test('the chart is said in words, with its highest column', () => {
  const weeks = [week('2026-11-16', 2, 1), week('2026-11-23', 5, 0)];
  expect(describeWeeks(weeks)).toContain('8 in 2 weeks, most in the week of Nov 23 (5)');
  expect(describeWeeks([week('2026-11-16', 0, 0)])).toBe('No refunds in 1 weeks.');
});

test('a week is named by its first day, whatever the zone of the reader', () => {
  expect(formatWeek('2026-11-23')).toBe('Nov 23');
});

test.each([
  [0.2, 'under 1 h'],
  [38.4, '38 h'],
  [60, '2.5 days'],
])('%s hours are %s', (hours, words) => {
  expect(formatHours(hours)).toBe(words);
});
