import { formatDayOf } from '@makewhole/domain/format-day';

/** The bank day on which something is due, for people to read; bank days are Eastern. */
export function formatDue(dueAt: Date): string {
  return formatDayOf(dueAt, 'America/New_York');
}
