import { z } from '@hono/zod-openapi';
import { REFUSAL_CODES } from '@makewhole/domain/eligibility';
import { PAYMENT_METHODS, PAYMENT_STATUSES, PAYMENT_TYPES } from '@makewhole/domain/payments';
import { PAYMENT_SORTS } from '@makewhole/db/payments/payment-sorts';
import { pageOf, pageQuery } from '../http/define-route.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  instantSchema,
  legsSchema,
  rangeQuery,
  searchText,
} from '../http/fields.ts';

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
