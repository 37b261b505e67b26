import { expect, test } from 'vitest';
import {
  formatDay,
  formatDayOf,
  formatDayRange,
  formatMonth,
  formatShortDay,
  formatTime,
} from './format-day.ts';

test('days and times are written as people write them', () => {
  expect(formatDay('2026-12-01')).toBe('Tuesday, December 1, 2026');
  expect(formatShortDay('2026-12-01')).toBe('Dec 1, 2026');
  expect(formatMonth('2026-11')).toBe('November 2026');
  expect(formatTime(new Date('2026-12-01T14:31:05Z'), 'America/New_York')).toBe(
    'Tuesday, December 1, 2026 at 9:31 AM EST',
  );
  // 23:30 in Honolulu, and the next day in UTC.
  expect(formatDayOf(new Date('2026-12-01T09:30:00Z'), 'Pacific/Honolulu')).toBe('Monday, November 30, 2026');
});

test('a range says each thing once', () => {
  expect(formatDayRange('2026-11-30', '2026-12-01')).toBe(
    'between Monday, November 30 and Tuesday, December 1, 2026',
  );
  expect(formatDayRange('2026-12-31', '2027-01-04')).toBe(
    'between Thursday, December 31, 2026 and Monday, January 4, 2027',
  );
  expect(formatDayRange('2026-12-01', '2026-12-01')).toBe('on Tuesday, December 1, 2026');
});
