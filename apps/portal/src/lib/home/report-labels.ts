// The refund report in words: the chart's description for people who cannot see it, and the format of its figures.
import type { RefundReport } from '#lib/api-types.ts';

/** "Nov 23", the day on which a week begins. `week` is a date, YYYY-MM-DD. */
export function formatWeek(week: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(
    new Date(week),
  );
}

/** "38 h", or days from two days on: "2.5 days". */
export function formatHours(hours: number): string {
  if (hours < 1) return 'under 1 h';
  return hours < 48 ? `${Math.round(hours)} h` : `${(hours / 24).toFixed(1)} days`;
}

/** How many refunds were requested in a week, whatever their outcome. */
function countOf({ outcomes }: RefundReport['weeks'][number]): number {
  return Object.values(outcomes).reduce((count, sum) => count + sum.count, 0);
}

/** What the chart of weeks shows, in a sentence or two. */
export function describeWeeks(weeks: RefundReport['weeks']): string {
  const totals = weeks.map((week) => ({ week: week.week, count: countOf(week) }));
  const all = totals.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return `No refunds in ${weeks.length} weeks.`;
  const most = totals.reduce((one, other) => (other.count > one.count ? other : one));
  return `Refunds by week and outcome: ${all} in ${weeks.length} weeks, most in the week of ${formatWeek(most.week)} (${most.count}). The figures are in the table below.`;
}
