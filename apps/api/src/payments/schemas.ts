import { z } from '@hono/zod-openapi';
import { REFUSAL_CODES } from '@makewhole/domain/eligibility';
import { BANK_ACCOUNTS, PAYMENT_METHODS, PAYMENT_STATUSES, PAYMENT_TYPES } from '@makewhole/domain/payments';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { PAYMENT_SORTS } from '@makewhole/db/payments/list-payments';

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

export const eligibilitySchema = z
  .object({
    refundable: z.boolean(),
    code: z.enum([...REFUSAL_CODES, 'already_refunded']).nullable(),
    message: z.string().nullable(),
    refundableFrom: z.iso
      .date()
      .nullable()
      .openapi({ description: 'The bank day from which it can be refunded, where waiting helps.' }),
  })
  .openapi('Eligibility', {
    description: "In lists it is told without the matter's trust balance; ask for the one payment.",
  });

export const paymentSchema = z
  .object({
    transactionId: z.string(),
    type: z.enum(PAYMENT_TYPES),
    status: z.enum(PAYMENT_STATUSES),
    amount: amountSchema,
    currency: currencySchema,
    method: z.enum(PAYMENT_METHODS),
    last4: z.string(),
    payer: z.object({ name: z.string(), email: z.string().nullable() }),
    matter: z.object({ id: z.string(), number: z.string(), name: z.string() }).nullable(),
    unknownMatterNumber: z.string().nullable().openapi({
      description:
        'The number of a matter that the processor names and the firm has none of: assign the payment, or wait until it has.',
    }),
    createdAt: instantSchema,
    settledAt: instantSchema.nullable(),
    items: z.array(
      z.object({
        description: z.string(),
        invoiceNumber: z.string().nullable(),
        unknownInvoiceNumber: z.string().nullable().openapi({
          description: 'The number of an invoice that the processor names and the firm has none of.',
        }),
        account: accountSchema,
        amount: amountSchema,
      }),
    ),
    legs: legsSchema,
    refundId: z
      .string()
      .nullable()
      .openapi({ description: 'The refund that stands for this payment: an open or a succeeded one.' }),
    refundOf: z.object({ transactionId: z.string(), refundId: z.string().nullable() }).nullable().openapi({
      description: 'For type refund: the payment that it paid back, and the refund that did it.',
    }),
    disputed: z.boolean(),
    eligibility: eligibilitySchema,
  })
  .openapi('Payment');

export type PaymentBody = z.infer<typeof paymentSchema>;
export type EligibilityBody = z.infer<typeof eligibilitySchema>;

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

export const paymentListQuery = z.strictObject({
  type: z.enum(PAYMENT_TYPES).optional(),
  q: searchText,
  ...rangeQuery,
  sort: z.enum(PAYMENT_SORTS).default('-created'),
  ...pageQuery,
});

export const paymentPageSchema = pageOf(paymentSchema)
  .extend({
    counts: z.object({ sale: z.int(), authorization: z.int(), refund: z.int() }).openapi({
      description:
        'How many payments of each type this search has; 10000, or with q 1000, means that or more.',
    }),
  })
  .openapi('PaymentPage');
