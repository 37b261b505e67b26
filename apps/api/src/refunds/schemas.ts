import { z } from '@hono/zod-openapi';
import { APPROVAL_REASONS } from '@makewhole/domain/approval-reasons';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { TRUST_STEPS_FROM } from '@makewhole/domain/trust-steps-owed';
import { LEDGER_ACCOUNTS, POSTING_STEPS } from '@makewhole/domain/postings';
import { REFUND_SORTS } from '@makewhole/db/refunds/list-refunds';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { obligationSchema } from '../obligations/schemas.ts';
import { trustMoveSchema } from '../obligations/trust-move-body.ts';
import { countedPageOf, flag, pageOf, pageQuery } from '../http/define-route.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  instantSchema,
  rangeQuery,
  searchText,
  orNull,
} from '../http/fields.ts';

export const plannedPostingSchema = z
  .object({
    step: z.enum(POSTING_STEPS),
    leg: accountSchema,
    entries: z
      .array(z.object({ account: z.enum(LEDGER_ACCOUNTS), amount: amountSchema }))
      .openapi({ description: 'Signed amounts, debits positive; they sum to zero.' }),
  })
  .openapi('PlannedPosting');

export const refundLegsSchema = z
  .array(
    z.object({
      account: accountSchema,
      amount: amountSchema,
      drawnFrom: accountSchema.openapi({
        description:
          'The kind of account that pays it back: operating, or trust where the processor draws on the account of the payment.',
      }),
      drawnOn: z.string().openapi({ description: 'The ID of that bank account.' }),
    }),
  )
  .openapi({ description: 'The amount by the account that it went to, with the account that it leaves.' });

export const trustStepsSchema = z
  .object({
    from: z.enum(TRUST_STEPS_FROM).openapi({
      description:
        'succeeded: owed once the client is paid, and refused before; accepted: once the processor accepted the refund.',
    }),
    due: z.object({
      bankDays: z.int(),
      after: z
        .enum(['owed', 'accepted'])
        .openapi({ description: 'Counted from when they are owed, or from the acceptance.' }),
    }),
  })
  .openapi('TrustSteps');

export const notificationSchema = z
  .object({
    id: z.string(),
    recipientName: z.string(),
    recipientEmail: z.string(),
    event: z.string(),
    status: z.enum(['pending', 'sent', 'failed']),
    attempts: z.int().openapi({ description: 'How many times sending was attempted.' }),
    error: z.string().nullable().openapi({ description: "The mail server's error, if sending failed." }),
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
    legs: refundLegsSchema,
    reason: z.string(),
    internalNote: z
      .string()
      .nullable()
      .optional()
      .openapi({ description: 'Omitted for callers who may not read it.' }),
    requestedBy: z.object({ id: z.string(), name: z.string() }),
    requestedOnBehalfOf: z.array(z.string()).openapi({
      description:
        "The IDs of the people who made the requesting program's API keys: they cannot approve it. Empty where a person asked.",
    }),
    requestedAt: instantSchema,
    expected: z
      .object({ earliest: z.iso.date(), latest: z.iso.date() })
      .openapi({ description: 'The bank days between which the client should receive the money.' }),
    mustBeSentBy: z.iso.date().openapi({
      description:
        'The bank day by which the processor should have it: seven after the request. A person is asked on the fifth.',
    }),
    late: z.boolean(),
    traceNumber: z.string().nullable().openapi({
      description:
        "By which the client's bank finds the credit: a card's acquirer reference number (ARN), or an ACH trace number. Null while the processor reports none.",
    }),
    outcomeUnknown: z
      .object({ lastSentAt: instantSchema.nullable(), endableFrom: instantSchema })
      .nullable()
      .openapi({
        description:
          'While the outcome is unknown: the earliest time at which people may end the refund, judged by when it was sent.',
      }),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    approvalReasons: z.array(z.enum(APPROVAL_REASONS)).openapi({
      description: 'Why a second person had to approve it; empty if nobody had to.',
    }),
    trustSteps: orNull(trustStepsSchema).openapi({
      description:
        'When its trust steps are owed; null without a trust leg, or if that is drawn on trust. Once they are, they are among the obligations.',
    }),
    trustMoves: z.array(trustMoveSchema).openapi({
      description: 'What a lawyer authorized, and what was recorded, of its trust money.',
    }),
    obligations: z.array(obligationSchema),
    postings: z.array(
      plannedPostingSchema
        .extend({
          at: instantSchema.openapi({ description: 'When it was recorded.' }),
          correction: z
            .int()
            .openapi({ description: '1, 2, 3, ... for postings of a correction; 0 for the step itself.' }),
          effectiveOn: z.iso.date().openapi({
            description:
              "The date on which the money moved, as the bank or the trust ledger shows it; by default the date of `at` in the firm's zone.",
          }),
        })
        .openapi('Posting'),
    ),
    notifications: z.array(notificationSchema).optional().openapi({
      description:
        'The emails. Only in the answer for a single refund; omitted for callers who may not read them.',
    }),
    closedAt: instantSchema.nullable(),
    workflow: z.object({
      id: z.string(),
      runId: z.string().nullable(),
      url: z
        .string()
        .nullable()
        .openapi({ description: 'Its page in the Temporal UI, for a signed-in person and if there is one.' }),
    }),
    version: z.int().openapi({ description: 'The number of its newest event.' }),
  })
  .openapi('Refund');

export type RefundBody = z.infer<typeof refundSchema>;

export const refundPageSchema = countedPageOf(refundSchema).openapi('RefundPage');

export const refundListQuery = z.strictObject({
  status: z.enum(REFUND_STATUSES).optional(),
  open: flag('true: not closed yet; false: closed.'),
  late: flag('true: later than promised; false: on time.'),
  q: searchText,
  ...rangeQuery,
  sort: z.enum(REFUND_SORTS).default('-requested'),
  ...pageQuery,
});

export const refundEventSchema = z
  .object({
    id: z.string().openapi({ description: 'Its number within the refund: 1, 2, 3, ...' }),
    at: instantSchema,
    type: z.string(),
    actor: z.string().openapi({ description: "A principal's ID, or `makewhole`." }),
    data: z.record(z.string(), z.unknown()),
    hash: z.string().openapi({ description: 'SHA-256 of this event and the previous hash.' }),
  })
  .openapi('RefundEvent');

export type RefundEventBody = z.infer<typeof refundEventSchema>;

export const refundEventPageSchema = pageOf(refundEventSchema).openapi('RefundEventPage');
