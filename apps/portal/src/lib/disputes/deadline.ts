// How near a deadline is, in the days by which an office plans.
import { addCalendarDays, isBankDay } from '@makewhole/domain/bank-calendar';
import { dateIn } from '#lib/time/format.ts';

export type Nearness = {
  readonly text: string;
  /** Three calendar days or less, or over. */
  readonly isNear: boolean;
};

const NEAR_DAYS = 3;
/** Further off, nobody counts bank days. */
const COUNTED_DAYS_MAX = 60;

/** "in 6 days (4 bank days)", "today", "2 days ago". Instants are RFC 3339. */
export function nearnessOf(deadline: string, now: string, timeZone: string): Nearness {
  const [due, today] = [dateIn(new Date(deadline), timeZone), dateIn(new Date(now), timeZone)];
  const days = Math.round((Date.parse(due) - Date.parse(today)) / DAY_MS);
  const isOver = Date.parse(deadline) <= Date.parse(now);
  if (days < 0) return { text: days === -1 ? 'yesterday' : `${-days} days ago`, isNear: true };
  if (days === 0) return { text: isOver ? 'passed today' : 'today', isNear: true };
  const text = days === 1 ? 'tomorrow' : `in ${days} days`;
  if (days > COUNTED_DAYS_MAX) return { text, isNear: false };
  const bankDays = bankDaysBetween(today, days);
  const counted = bankDays === days ? '' : ` (${bankDays} bank ${bankDays === 1 ? 'day' : 'days'})`;
  return { text: `${text}${counted}`, isNear: days <= NEAR_DAYS };
}

const DAY_MS = 24 * 3_600_000;

function bankDaysBetween(today: string, days: number): number {
  return Array.from({ length: days }, (_, index) => addCalendarDays(today, index + 1)).filter(isBankDay)
    .length;
}
