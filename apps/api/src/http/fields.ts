// The fields that several features' requests and answers share.
import { z } from '@hono/zod-openapi';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';
import { queryInteger } from './query-integer.ts';

export const amountSchema = z.int().openapi({ description: 'Whole minor units (cents).', example: 125_000 });
export const currencySchema = z.literal('USD').openapi({ description: 'ISO 4217.' });
export const instantSchema = z.iso.datetime().openapi({ description: 'RFC 3339, UTC.' });
export const accountSchema = z.enum(BANK_ACCOUNTS);
export const legsSchema = z
  .array(z.object({ account: accountSchema, amount: amountSchema }))
  .openapi({ description: 'The amount by the account that it went to.' });

export const etagSchema = z.string().openapi({
  description: 'The version that this is: for If-None-Match or If-Match.',
  example: '"12-9f86d081884c7d65"',
});

export const barNumberSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,19}$/, 'must be 2 to 20 letters, digits and hyphens')
  .openapi({ description: "The lawyer's number at the State Bar." });

/**
 * A named schema or null. A `nullable()` on it would reach its component, so that null is allowed wherever it is used.
 */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return z.union([schema, z.null()]);
}

export const externalIdSchema = z.string().openapi({ description: "Its ID in the firm's own system." });

/** Compared byte for byte (R1). What is not an ID is simply not found, so nothing else is required of it. */
export const transactionIdSchema = z
  .string()
  .min(1)
  .openapi({ description: 'Exactly as the processor issued it.', example: 'txn_7Hq2mXvR4bKp9sLw' });

/** Searches payments, and refunds by their payments. */
export const searchText = z.string().max(200).optional().openapi({
  description:
    'Only payments that contain this text, ignoring case, in the payer, matter, invoice number, last four digits or ID. One or two characters match only the start of a word.',
});

const amountLimit = (what: string) =>
  queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER }, `${what}, in minor units.`).optional();

/** The database has no year 0. */
const FIRST_INSTANT_MS = Date.parse('0001-01-01T00:00:00Z');

/** A time in a query. */
function queryInstant(description: string) {
  return z.iso
    .datetime({
      offset: true,
      error: ({ input }) =>
        typeof input === 'string' && /T[\d:.]+ \d\d:?\d\d$/.test(input)
          ? 'has a blank where its + was: send the plus as %2B, or the time in UTC with a Z'
          : 'must be a time as in RFC 3339, such as 2026-11-27T15:04:05Z',
    })
    .refine((time) => !(Date.parse(time) < FIRST_INSTANT_MS), 'must not be before the year 0001')
    .openapi({ description });
}

/** Limits a list of payments or refunds to a range of times and amounts; checkRange completes it. */
export const rangeQuery = {
  from: queryInstant('Created at or after.').optional(),
  to: queryInstant('Created before; not before `from`.').optional(),
  minAmount: amountLimit('At least'),
  maxAmount: amountLimit('At most'),
};

type Ranges = z.infer<z.ZodObject<typeof rangeQuery>>;

/** Refuses a range that ends before it begins: it would find nothing, without a word. */
export function checkRange({ from, to, minAmount, maxAmount }: Ranges, context: z.RefinementCtx): void {
  if (from !== undefined && to !== undefined && Date.parse(to) < Date.parse(from)) {
    context.addIssue({ code: 'custom', path: ['to'], message: 'must not be before from' });
  }
  if (minAmount !== undefined && maxAmount !== undefined && maxAmount < minAmount) {
    context.addIssue({ code: 'custom', path: ['maxAmount'], message: 'must not be less than minAmount' });
  }
}

/** The ranges of a query, as the store functions accept them. */
export function rangesOf({ from, to, minAmount, maxAmount }: Ranges) {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    amounts: { min: minAmount, max: maxAmount },
  };
}
