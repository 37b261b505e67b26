import { z } from 'zod';

/** The query of every list: what changed at or after an instant, from where the page before ended. */
export const listQuery = z.object({
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .default(0),
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
