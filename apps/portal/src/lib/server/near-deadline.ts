// How near a deadline is, in the days by which an office plans: told here, because the browser has no bank calendar.
import { addCalendarDays, isBankDay } from '@makewhole/domain/bank-calendar';
import type { Dispute } from '#lib/api-types.ts';
import type { Nearness } from '#lib/disputes/nearness.ts';
import { dateIn } from '#lib/time/format.ts';

const NEAR_DAYS = 3;
/** Further off, nobody counts bank days. */
const COUNTED_DAYS_MAX = 60;

/** Of a dispute that still needs a response; null if none is due. `now` is RFC 3339. */
export function nearnessOfDispute(
  { state, respondBy }: Pick<Dispute, 'state' | 'respondBy'>,
  now: string,
  timeZone: string,
): Nearness | null {
  return state === 'needs_response' && respondBy !== null ? nearnessOf(respondBy, now, timeZone) : null;
}

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
