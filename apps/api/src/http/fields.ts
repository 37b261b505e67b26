// The fields that several features' requests and answers share.
import { z } from '@hono/zod-openapi';
import { BANK_ACCOUNTS } from '@makewhole/domain/payments';

export const amountSchema = z.int().openapi({ description: 'Minor units (cents), whole.', example: 125_000 });
export const currencySchema = z.literal('USD').openapi({ description: 'ISO 4217.' });
export const instantSchema = z.iso.datetime().openapi({ description: 'RFC 3339, UTC.' });
export const accountSchema = z.enum(BANK_ACCOUNTS);
export const legsSchema = z
  .array(z.object({ account: accountSchema, amount: amountSchema }))
  .openapi({ description: 'The parts by the account that they went to.' });

/** Taken byte for byte (R1): what is no ID of a payment is not found, so nothing else is asked of it. */
export const transactionIdSchema = z
  .string()
  .min(1)
  .openapi({ description: 'Exactly as the processor gave it.', example: 'txn_7Hq2mXvR4bKp9sLw' });

/** What is searched for in payments, and in refunds by the payments that they pay back. */
export const searchText = z.string().max(200).optional().openapi({
  description:
    'Only payments that contain this, whatever its case: in payer, matter, invoice number, last four or ID. One or two characters are looked for where words begin.',
});

const amountLimit = (what: string) =>
  z.coerce
    .number<string>()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ type: 'integer', description: `${what}, in minor units.` });

/** What narrows a list of payments or of refunds to a stretch of time and of amounts. */
export const rangeQuery = {
  from: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Made at or after.' }),
  to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Made before.' }),
  minAmount: amountLimit('At least'),
  maxAmount: amountLimit('At most'),
};

/** The stretches of a query as the stores take them. */
export function rangesOf({ from, to, minAmount, maxAmount }: z.infer<z.ZodObject<typeof rangeQuery>>) {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    amounts: { min: minAmount, max: maxAmount },
  };
}
