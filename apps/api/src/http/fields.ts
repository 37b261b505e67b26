// The fields that several features' requests and answers share.
import { z } from '@hono/zod-openapi';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';

export const amountSchema = z.int().openapi({ description: 'Whole minor units (cents).', example: 125_000 });
export const currencySchema = z.literal('USD').openapi({ description: 'ISO 4217.' });
export const instantSchema = z.iso.datetime().openapi({ description: 'RFC 3339, UTC.' });
export const accountSchema = z.enum(BANK_ACCOUNTS);
export const legsSchema = z
  .array(z.object({ account: accountSchema, amount: amountSchema }))
  .openapi({ description: 'The amount by the account that it went to.' });

export const barNumberSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,19}$/, 'must be 2 to 20 letters, digits and hyphens')
  .openapi({ description: "The lawyer's number at the State Bar." });

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
  z.coerce
    .number<string>()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ type: 'integer', description: `${what}, in minor units.` });

/** Limits a list of payments or refunds to a range of times and amounts. */
export const rangeQuery = {
  from: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Created at or after.' }),
  to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Created before.' }),
  minAmount: amountLimit('At least'),
  maxAmount: amountLimit('At most'),
};

/** The ranges of a query, as the store functions accept them. */
export function rangesOf({ from, to, minAmount, maxAmount }: z.infer<z.ZodObject<typeof rangeQuery>>) {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    amounts: { min: minAmount, max: maxAmount },
  };
}
