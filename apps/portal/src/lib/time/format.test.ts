import { expect, test } from 'vitest';
import { dateIn, formatBankDate, formatDay, formatInstant } from './format.ts';

test("an instant is shown in the firm's zone, and the zone is said", () => {
  const shown = formatInstant('2026-11-24T03:30:00Z', 'America/Chicago').replaceAll(/\s/g, ' ');
  expect(shown).toBe('Nov 23, 2026, 9:30 PM CST');
});

test('the day of an instant is the day in the firm, not in UTC', () => {
  expect(formatDay('2026-11-24T03:30:00Z', 'America/Chicago')).toBe('Nov 23, 2026');
  expect(dateIn(new Date('2026-11-24T03:30:00Z'), 'America/Chicago')).toBe('2026-11-23');
});

test('a bank date is shown as it is, whatever the zone of the reader', () => {
  expect(formatBankDate('2026-11-27')).toBe('Fri, Nov 27, 2026');
});
