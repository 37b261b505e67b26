import { z } from '@hono/zod-openapi';

/**
 * A whole number in a query, written in digits alone: `0x10`, `1e1`, a blank and an empty value are refused.
 * @param range both ends belong to it; a negative minimum allows a minus sign
 */
export function queryInteger(range: { readonly min: number; readonly max: number }, description?: string) {
  const { min, max } = range;
  const [digits, message] =
    min < 0
      ? [/^-?\d{1,16}$/, 'must be a whole number in digits, with a minus sign if it is negative']
      : [/^\d{1,16}$/, 'must be a whole number in digits alone'];
  return z
    .string()
    .regex(digits, message)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({
      type: 'integer',
      ...(min > -Number.MAX_SAFE_INTEGER && { minimum: min }),
      ...(max < Number.MAX_SAFE_INTEGER && { maximum: max }),
      ...(description !== undefined && { description }),
    });
}
