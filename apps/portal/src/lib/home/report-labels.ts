// The refund report in words: the chart's description for people who cannot see it, and the format of its figures.
import { formatMoney, money, type Currency } from '@makewhole/domain/money';
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

/** What the chart of weeks shows, in a sentence or two. */
export function describeWeeks(weeks: RefundReport['weeks'], currency: Currency): string {
  const amounts = weeks.map(({ week, outcomes }) => ({ week, paid: outcomes.succeeded?.amount ?? 0 }));
  const paid = amounts.reduce((sum, one) => sum + one.paid, 0);
  const span = weeks.length === 1 ? '1 week' : `${weeks.length} weeks`;
  if (paid === 0) return `Nothing was paid back in ${span}.`;
  const most = amounts.reduce((one, other) => (other.paid > one.paid ? other : one));
  const [total, highest] = [paid, most.paid].map((amount) => formatMoney(money(amount), currency));
  return `Paid back by week: ${total} in ${span}, most in the week of ${formatWeek(most.week)} (${highest}). The figures are in the table below.`;
}

/** The top of a money axis: the next 1, 2 or 5 times a power of ten dollars. @param most in minor units, as the result */
export function axisOf(most: number): number {
  const floor = 10_000;
  if (most <= floor) return floor;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}
