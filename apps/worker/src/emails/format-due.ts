/** The bank day on which something is due, for people to read; bank days are Eastern. */
export function formatDue(dueAt: Date): string {
  return new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    timeZone: 'America/New_York',
  }).format(dueAt);
}
