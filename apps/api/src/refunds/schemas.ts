import { z } from '@hono/zod-openapi';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { LEDGER_ACCOUNTS, POSTING_STEPS } from '@makewhole/domain/postings';
import { REFUND_SORTS } from '@makewhole/db/refunds/list-refunds';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { obligationSchema } from '../obligations/schemas.ts';
import { countedPageOf, flag, pageOf, pageQuery } from '../http/define-route.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  instantSchema,
  legsSchema,
  rangeQuery,
  searchText,
} from '../http/fields.ts';

export const plannedPostingSchema = z
  .object({
    step: z.enum(POSTING_STEPS),
    leg: accountSchema,
    entries: z
      .array(z.object({ account: z.enum(LEDGER_ACCOUNTS), amount: amountSchema }))
      .openapi({ description: 'Signed, a debit positive; they sum to zero.' }),
  })
  .openapi('PlannedPosting');

export const notificationSchema = z
  .object({
    id: z.string(),
    recipientName: z.string(),
    recipientEmail: z.string(),
    event: z.string(),
    status: z.enum(['pending', 'sent', 'failed']),
    attempts: z.int().openapi({ description: 'How often the mail server was asked to take it.' }),
    error: z.string().nullable().openapi({ description: 'What the mail server said when it did not.' }),
    sentAt: instantSchema.nullable(),
  })
  .openapi('Notification');

export const refundSchema = z
  .object({
    id: z.string().openapi({ example: 'rf_0190f2c6b7a47c3e9d1f5a8b6c4d2e10' }),
    transactionId: z.string(),
    status: z.enum(REFUND_STATUSES),
    amount: amountSchema,
    currency: currencySchema,
    method: z.enum(PAYMENT_METHODS),
    legs: legsSchema,
    reason: z.string(),
    internalNote: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'Left out for those who may not read it.' }),
    requestedBy: z.object({ id: z.string(), name: z.string() }),
    requestedOnBehalfOf: z.array(z.string()).openapi({
      description:
        "The IDs of the people who made the requesting program's API keys: they cannot approve it. Empty where a person asked.",
    }),
    requestedAt: instantSchema,
    expected: z
      .object({ earliest: z.iso.date(), latest: z.iso.date() })
      .openapi({ description: 'The bank days between which the client should have the money.' }),
    late: z.boolean(),
    outcomeUnknown: z
      .object({ lastSentAt: instantSchema.nullable(), endableFrom: instantSchema })
      .nullable()
      .openapi({
        description:
          'While the outcome is unknown: from when on people may end the refund, as far as its sends say.',
      }),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    obligations: z.array(obligationSchema),
    postings: z.array(
      plannedPostingSchema
        .extend({
          at: instantSchema.openapi({ description: 'When it was recorded.' }),
          correction: z
            .int()
            .openapi({ description: '1, 2, 3 ... for what a correction posted; 0 for the step itself.' }),
          effectiveOn: z.iso.date().openapi({
            description:
              "The day on which the money moved, as the bank or the trust ledger shows it; that of `at`, in the firm's zone, where nobody said another.",
          }),
        })
        .openapi('Posting'),
    ),
    notifications: z.array(notificationSchema).optional().openapi({
      description: 'The emails; of a single refund, and left out for those who may not read it.',
    }),
    closedAt: instantSchema.nullable(),
    workflow: z.object({
      id: z.string(),
      runId: z.string().nullable(),
      url: z.string().nullable().openapi({ description: 'Its page in the Temporal UI, where there is one.' }),
    }),
    version: z.int().openapi({ description: 'The number of its newest event.' }),
  })
  .openapi('Refund');

export type RefundBody = z.infer<typeof refundSchema>;

export const refundPageSchema = countedPageOf(refundSchema).openapi('RefundPage');

export const refundListQuery = z.strictObject({
  status: z.enum(REFUND_STATUSES).optional(),
  open: flag('true: not closed yet; false: closed.'),
  late: flag('true: later than its rail promises; false: in time.'),
  q: searchText,
  ...rangeQuery,
  sort: z.enum(REFUND_SORTS).default('-requested'),
  ...pageQuery,
});

export const refundEventSchema = z
  .object({
    id: z.string().openapi({ description: 'Its number within the refund: 1, 2, 3 ...' }),
    at: instantSchema,
    type: z.string(),
    actor: z.string().openapi({ description: "A principal's ID, or makewhole." }),
    data: z.record(z.string(), z.unknown()),
    hash: z.string().openapi({ description: 'SHA-256 over this event and the hash before it.' }),
  })
  .openapi('RefundEvent');

export type RefundEventBody = z.infer<typeof refundEventSchema>;

export const refundEventPageSchema = pageOf(refundEventSchema).openapi('RefundEventPage');
