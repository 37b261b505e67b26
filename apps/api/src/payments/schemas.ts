import { z } from '@hono/zod-openapi';
import { REFUSAL_CODES } from '@makewhole/domain/eligibility';
import { ITEM_KINDS, PAYMENT_METHODS, PAYMENT_STATUSES, PAYMENT_TYPES } from '@makewhole/domain/payments';
import { PAYMENT_SORTS } from '@makewhole/db/payments/list-payments';
import { flag, pageOf, pageQuery } from '../http/define-route.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  externalIdSchema,
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
      .openapi({ description: 'The bank day from which it can be refunded, if waiting helps.' }),
    bankAccountId: z.string().nullable().openapi({
      description: 'For trust_balance_...: the trust account that the refund would take it from.',
    }),
  })
  .openapi('Eligibility', {
    description: "Lists do not consider the matter's trust balance; get the single payment for that.",
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
    matter: z
      .object({ id: z.string(), externalId: externalIdSchema, number: z.string(), name: z.string() })
      .nullable(),
    unknownMatterNumber: z.string().nullable().openapi({
      description:
        'A matter number given by the processor that the firm does not have. Assign the payment, or add the matter.',
    }),
    unassigned: z.boolean().openapi({
      description:
        'Neither the processor nor anybody here has said which accounts its money went to: it has no items, is not in the books and cannot be refunded until it is assigned.',
    }),
    description: z.string().nullable().openapi({
      description: "The processor's words for it, if it has no items of its own.",
    }),
    namedInvoiceNumbers: z.array(z.string()).openapi({
      description: 'The invoices that it names, if the processor does not say how much each got.',
    }),
    createdAt: instantSchema,
    settledAt: instantSchema.nullable(),
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(ITEM_KINDS).nullable().openapi({
          description:
            "What it is for; null if nobody said. A surcharge is the firm's own money and goes back with the rest.",
        }),
        description: z.string(),
        invoiceNumber: z.string().nullable(),
        invoiceExternalId: externalIdSchema.nullable(),
        unknownInvoiceNumber: z.string().nullable().openapi({
          description: 'An invoice number given by the processor that the firm does not have.',
        }),
        account: accountSchema,
        amount: amountSchema,
      }),
    ),
    legs: legsSchema.openapi({
      description:
        'The amount by the account that the money is in now: what has paid an invoice from trust is in operating.',
    }),
    refundId: z
      .string()
      .nullable()
      .openapi({ description: 'The existing refund of this payment: in progress or succeeded.' }),
    refundOf: z.object({ transactionId: z.string(), refundId: z.string().nullable() }).nullable().openapi({
      description: 'For type refund: the refunded payment, and its refund.',
    }),
    disputed: z.boolean(),
    returnableUntil: z.iso.date().nullable().openapi({
      description:
        "The last day on which the client's bank may still return an ACH payment as unauthorized; null for others.",
    }),
    eligibility: eligibilitySchema,
  })
  .openapi('Payment');

export type PaymentBody = z.infer<typeof paymentSchema>;
export type EligibilityBody = z.infer<typeof eligibilitySchema>;

export const paymentListQuery = z.strictObject({
  type: z.enum(PAYMENT_TYPES).optional(),
  q: searchText,
  ...rangeQuery,
  unassigned: flag('true: only payments that nobody has assigned; false: only the others.'),
  sort: z.enum(PAYMENT_SORTS).default('-created'),
  ...pageQuery,
});

export const paymentPageSchema = pageOf(paymentSchema)
  .extend({
    counts: z.object({ sale: z.int(), authorization: z.int(), refund: z.int() }).openapi({
      description: 'How many payments of each type match; 10000 (1000 with q) means at least that many.',
    }),
  })
  .openapi('PaymentPage');
