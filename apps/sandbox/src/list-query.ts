import { z } from 'zod';

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/**
 * The query of every list: what changed at or after an instant, and was created in a window (half-open), from where the
 * page before ended.
 */
export const listQuery = z.object({
  since: time.default(0),
  createdFrom: time.default(Number.MIN_SAFE_INTEGER),
  createdTo: time.default(Number.MAX_SAFE_INTEGER),
  cursor: z
    .string()
    .regex(/^c\d{1,15}$/, 'is not a cursor of ours')
    .transform((text) => Number(text.slice(1)))
    .default(0),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a number')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 200, 'must be 1 to 200')
    .default(50),
});

/** The position as a cursor; null on the last page. */
export function listCursor(place: number | null): string | null {
  return place === null ? null : `c${place}`;
}
