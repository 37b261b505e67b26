// A range of days that a report or an export is asked for.
import { z } from '@hono/zod-openapi';

/** The most days of one answer: a leap year. */
export const DAYS_MAX = 366;
/** The database has no year 0. */
const FIRST_DAY = '0001-01-01';
const DAY_MS = 86_400_000;

/** The fields of the query; the days are the firm's own, in its zone. */
export const dayRange = {
  from: z.iso.date().openapi({ description: 'The first day of the range.' }),
  to: z.iso.date().openapi({ description: 'The last day of the range, inclusive.' }),
};

/** Refuses a range that ends before it begins, and one of more than DAYS_MAX days. */
export function checkDayRange(
  { from, to }: { readonly from: string; readonly to: string },
  context: z.RefinementCtx,
): void {
  const refuse = (message: string, field = 'to') => {
    context.addIssue({ code: 'custom', path: [field], message });
  };
  if (from < FIRST_DAY) refuse(`must not be before ${FIRST_DAY}`, 'from');
  if (from > to) refuse('must not be before from');
  else if (Date.parse(to) - Date.parse(from) >= DAYS_MAX * DAY_MS)
    refuse(`must be within ${DAYS_MAX} days of from`);
}
