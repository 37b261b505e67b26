// Days and times as people write them, in emails.
import type { BankDate } from './bank-calendar.ts';

const DAY = { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' } as const;

/** "Tuesday, December 1, 2026" */
export function formatDay(date: BankDate): string {
  return new Intl.DateTimeFormat('en-US', { ...DAY, timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`));
}

/** "between Monday, November 30 and Tuesday, December 1, 2026", or "on" a day. */
export function formatDayRange(earliest: BankDate, latest: BankDate): string {
  if (earliest === latest) return `on ${formatDay(earliest)}`;
  const year = `, ${latest.slice(0, 4)}`;
  const from = formatDay(earliest);
  return `between ${from.endsWith(year) ? from.slice(0, -year.length) : from} and ${formatDay(latest)}`;
}

/** "November 2026". @param month such as 2026-11 */
export function formatMonth(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T12:00:00Z`),
  );
}

/** "Dec 1, 2026", for tables. */
export function formatShortDay(date: BankDate): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  );
}

/** The day of an instant in a zone: "Tuesday, December 1, 2026". */
export function formatDayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { ...DAY, timeZone }).format(at);
}

/** "Tuesday, December 1, 2026 at 9:31 AM EST" */
export function formatTime(at: Date, timeZone: string): string {
  const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat('en-US', { ...DAY, ...clock, timeZone }).format(at);
}
