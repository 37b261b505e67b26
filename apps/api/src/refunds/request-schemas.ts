// What a request about a refund says, and the answers that only these requests get. Unknown fields are refused: an
// amount that is sent along must never be silently ignored (R4).
import { z } from '@hono/zod-openapi';
import { PREVIEW_WARNINGS } from '@makewhole/domain/eligibility';
import { INVOICE_DECISIONS, OBLIGATION_KINDS, TRUST_MOVES } from '@makewhole/domain/obligations';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { UNKNOWN_CAUSES } from '@makewhole/domain/unknown-outcome';
import { RESOLVE_OUTCOMES, WAITING_FOR } from '@makewhole/domain/contracts/refund';
import { pageSize } from '../http/define-route.ts';
import { freeLine, freeText } from '../http/free-text.ts';
import { amountSchema, currencySchema, instantSchema, transactionIdSchema } from '../http/fields.ts';
import { eligibilitySchema } from '../payments/schemas.ts';
import { plannedPostingSchema } from './schemas.ts';

export const previewRequestSchema = z
  .strictObject({
    transactionId: transactionIdSchema,
    reason: freeText(
      TEXT_LENGTH_MAX.reason,
      'As far as it is written: the email is composed with it.',
    ).nullish(),
  })
  .openapi('RefundPreviewRequest');

const emailPreviewSchema = z
  .object({
    to: z.object({ name: z.string(), email: z.string() }),
    subject: z.string(),
    text: z.string(),
  })
  .openapi('EmailPreview');

export const previewSchema = z
  .object({
    eligibility: eligibilitySchema,
    postings: z.array(plannedPostingSchema).openapi({ description: 'To come; empty where not refundable.' }),
    recipients: z.array(z.object({ name: z.string(), email: z.string() })),
    email: emailPreviewSchema.nullable().openapi({
      description:
        'What the first of the recipients will get, word for word; the others get the same with their own name. Null where nobody will.',
    }),
    expected: z.object({ earliest: z.iso.date(), latest: z.iso.date() }),
    warnings: z.array(z.enum(PREVIEW_WARNINGS)),
    previewHash: z.string().openapi({ description: 'Stands for all of this: send it with the refund.' }),
  })
  .openapi('RefundPreview');

export const refundRequestSchema = z
  .strictObject({
    transactionId: transactionIdSchema,
    reason: freeText(TEXT_LENGTH_MAX.reason, "The matter's users will read it."),
    internalNote: freeText(
      TEXT_LENGTH_MAX.internalNote,
      "For the firm alone: the matter's users never see it.",
    ).nullish(),
    previewHash: z
      .string()
      .max(100)
      .nullish()
      .openapi({ description: 'Of the preview that was confirmed: refused where it has changed since.' }),
  })
  .openapi('RefundRequest');

export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters')
    .openapi({ description: 'Of your making, new for each refund: a retry with it gets the same answer.' }),
});

export const getRefundHeaders = z.object({
  'If-None-Match': z.string().optional().openapi({ description: 'The ETag that you have.' }),
  Prefer: z.string().optional().openapi({
    description: 'wait=N: answer at the next change, after N seconds at the latest (60 at most).',
  }),
});

export const eventListQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .openapi({ description: 'Only events after this one.' }),
  limit: pageSize(100, 500),
});

export const eventListHeaders = z.object({
  'Last-Event-ID': z
    .string()
    .optional()
    .openapi({ description: 'For text/event-stream: go on after this event.' }),
});

export const cancelSchema = z.strictObject({}).openapi('CancelRequest');

export const approveSchema = z
  .strictObject({ note: freeText(TEXT_LENGTH_MAX.note, 'What was looked at.').nullish() })
  .openapi('ApproveRequest');

export const declineSchema = z
  .strictObject({ note: freeText(TEXT_LENGTH_MAX.note, 'Why not.') })
  .openapi('DeclineRequest');

export const resolveSchema = z
  .strictObject({
    outcome: z.enum(RESOLVE_OUTCOMES),
    processorReference: freeLine(
      TEXT_LENGTH_MAX.processorReference,
      "For refunded: the processor's own ID of the refund.",
    ).nullish(),
    note: freeText(TEXT_LENGTH_MAX.note, 'What you found, and where.'),
  })
  .refine(({ outcome, processorReference }) => outcome !== 'refunded' || processorReference != null, {
    path: ['processorReference'],
    message: "say the processor's own ID of the refund that you found",
  })
  .openapi('ResolveRequest');

const opaqueIdSchema = z.string().regex(/^\w{1,100}$/, 'is no ID of ours');

export const invoiceDecisionSchema = z
  .strictObject({
    decision: z.enum(INVOICE_DECISIONS),
    obligationId: opaqueIdSchema
      .nullish()
      .openapi({ description: 'May be left out where only one is open.' }),
    note: freeText(TEXT_LENGTH_MAX.note, 'Why.').nullish(),
  })
  .openapi('InvoiceDecisionRequest');

export const attentionSchema = z
  .strictObject({
    obligationId: opaqueIdSchema,
    note: freeText(TEXT_LENGTH_MAX.note, 'What was done about it.'),
    transferMade: z.literal(false).optional().openapi({
      description:
        'For the subject transfer_under_way: the bank transfer was not made, and will not be. One that was made is recorded as the trust step transfer.',
    }),
  })
  .openapi('AttentionRequest');

export const trustStepSchema = z
  .strictObject({
    amount: amountSchema.positive(),
    currency: currencySchema,
    date: z.iso.date().refine(hasCome, 'must be a day that has come').openapi({
      description:
        "The day on which it was done, as the bank or the trust ledger shows it: not before the refund was requested (in the firm's zone), nor before the step before it.",
    }),
    reference: freeLine(TEXT_LENGTH_MAX.stepReference, 'By which the bank or the trust ledger knows it.'),
    evidenceId: opaqueIdSchema.nullish(),
  })
  .openapi('TrustStepRequest');

export const trustCorrectionSchema = z
  .strictObject({
    date: trustStepSchema.shape.date,
    reference: trustStepSchema.shape.reference,
    evidenceId: opaqueIdSchema.nullish().openapi({ description: 'Left out, the evidence of before stands.' }),
    reason: freeText(TEXT_LENGTH_MAX.note, 'Why it is corrected: it is kept with the refund.'),
  })
  .openapi('TrustCorrectionRequest');

export const refundIdParam = z.object({ id: z.string() });
export const trustStepParams = refundIdParam.extend({ step: z.enum(TRUST_MOVES) });

export const workflowStateSchema = z
  .object({
    refundId: z.string(),
    transactionId: z.string(),
    status: z.enum(REFUND_STATUSES),
    waitingFor: z.enum(WAITING_FOR),
    since: instantSchema,
    until: instantSchema
      .nullable()
      .openapi({ description: 'When it acts by itself; null where it waits for a person alone.' }),
    lastLookUp: z
      .object({ at: instantSchema, found: z.enum(UNKNOWN_CAUSES) })
      .nullable()
      .optional()
      .openapi({ description: 'The last look-up of an unknown outcome, and what it found.' }),
    late: z.boolean(),
    needsAttention: z.boolean(),
    openObligations: z.array(z.object({ id: z.string(), kind: z.enum(OBLIGATION_KINDS) })),
  })
  .openapi('WorkflowState');

const FIRST_DATE = '2000-01-01';
const DAY_MS = 86_400_000;

/** Wherever on earth: a date is ahead of UTC by less than a day. */
function hasCome(date: string): boolean {
  return FIRST_DATE <= date && date <= new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
}
