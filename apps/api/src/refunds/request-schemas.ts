// The bodies of requests about refunds, and the answers that only these get. Unknown fields are refused: an amount in
// the body must never be silently ignored (R4).
import { z } from '@hono/zod-openapi';
import { APPROVAL_REASONS } from '@makewhole/domain/approval-reasons';
import { PREVIEW_WARNINGS } from '@makewhole/domain/eligibility';
import { OBLIGATION_KINDS, TRUST_MOVES } from '@makewhole/domain/obligations';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { TRUST_METHODS } from '@makewhole/domain/trust-authority';
import { UNKNOWN_CAUSES } from '@makewhole/domain/unknown-outcome';
import { RESOLVE_OUTCOMES, WAITING_FOR } from '@makewhole/domain/contracts/refund';
import { pageSize } from '../http/define-route.ts';
import { freeLine, freeText } from '../http/free-text.ts';
import { amountSchema, currencySchema, instantSchema, transactionIdSchema, orNull } from '../http/fields.ts';
import {
  NAMES_ITS_PAYMENT,
  invoiceDecisionFields,
  namesItsPayment,
} from '../obligations/invoice-decision-fields.ts';
import { eligibilitySchema } from '../payments/schemas.ts';
import { plannedPostingSchema, refundLegsSchema, trustStepsSchema } from './schemas.ts';

export const previewRequestSchema = z
  .strictObject({
    transactionId: transactionIdSchema,
    reason: freeText(TEXT_LENGTH_MAX.reason, 'The reason so far; the email preview includes it.').nullish(),
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
    legs: refundLegsSchema,
    postings: z
      .array(plannedPostingSchema)
      .openapi({ description: 'The postings to come; empty if not refundable.' }),
    recipients: z.array(z.object({ name: z.string(), email: z.string() })),
    email: orNull(emailPreviewSchema).openapi({
      description:
        'The exact email to the first recipient; the others get the same with their own name. Null if nobody gets one.',
    }),
    expected: z
      .object({
        earliest: z.iso.date(),
        latest: z.iso.date(),
        bankDays: z.object({ from: z.int(), to: z.int() }).openapi({
          description:
            "From the hand-over to the processor until the client's bank shows the credit, as the processor says.",
        }),
      })
      .openapi({ description: 'The bank days between which the client should receive the money.' }),
    trustSteps: orNull(trustStepsSchema).openapi({
      description:
        'When the trust steps will be owed; null without a trust leg, or if that is drawn on trust.',
    }),
    approvalReasons: z.array(z.enum(APPROVAL_REASONS)).openapi({
      description: 'Why a second person must approve it first; empty if nobody has to.',
    }),
    warnings: z.array(z.enum(PREVIEW_WARNINGS)),
    previewHash: z.string().openapi({ description: 'Identifies this preview: send it with the refund.' }),
  })
  .openapi('RefundPreview');

export const refundRequestSchema = z
  .strictObject({
    transactionId: transactionIdSchema,
    reason: freeText(TEXT_LENGTH_MAX.reason, "Shown to the matter's users."),
    internalNote: freeText(
      TEXT_LENGTH_MAX.internalNote,
      "For the firm only; the matter's users never see it.",
    ).nullish(),
    previewHash: z.string().max(100).nullish().openapi({
      description: 'From the confirmed preview. The refund is refused if the preview is out of date.',
    }),
  })
  .openapi('RefundRequest');

export const getRefundHeaders = z.object({
  'If-None-Match': z.string().optional().openapi({ description: 'The ETag of the version that you have.' }),
  Prefer: z.string().optional().openapi({
    description: 'wait=N: answer at the next change, or after N seconds (at most 60).',
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
    .openapi({ description: 'For text/event-stream: resume after this event.' }),
});

export const cancelSchema = z.strictObject({}).openapi('CancelRequest');

export const approveSchema = z
  .strictObject({
    note: freeText(TEXT_LENGTH_MAX.note, 'What was reviewed.').nullish(),
    payerReason: freeText(
      TEXT_LENGTH_MAX.note,
      "If `approvalReasons` has payer_is_not_client: why the client's trust money goes to the payer.",
    ).nullish(),
  })
  .openapi('ApproveRequest');

export const declineSchema = z
  .strictObject({ note: freeText(TEXT_LENGTH_MAX.note, 'Why not.') })
  .openapi('DeclineRequest');

export const resolveSchema = z
  .strictObject({
    outcome: z.enum(RESOLVE_OUTCOMES),
    processorReference: freeLine(
      TEXT_LENGTH_MAX.processorReference,
      "For refunded: the processor's ID of the refund.",
    ).nullish(),
    note: freeText(TEXT_LENGTH_MAX.note, 'What you found, and where.'),
  })
  .refine(({ outcome, processorReference }) => outcome !== 'refunded' || processorReference != null, {
    path: ['processorReference'],
    message: "must be the processor's ID of the refund that you found",
  })
  .openapi('ResolveRequest');

const opaqueIdSchema = z.string().regex(/^\w{1,100}$/, 'is not a valid ID');

export const invoiceDecisionSchema = z
  .strictObject({
    ...invoiceDecisionFields,
    obligationId: opaqueIdSchema.nullish().openapi({ description: 'Optional if only one is open.' }),
    note: freeText(TEXT_LENGTH_MAX.note, 'Why.').nullish(),
  })
  .refine(namesItsPayment, NAMES_ITS_PAYMENT)
  .openapi('InvoiceDecisionRequest', {
    example: { decision: 'still_due', note: 'The client pays by check' },
  });

export const attentionSchema = z
  .strictObject({
    obligationId: opaqueIdSchema,
    note: freeText(TEXT_LENGTH_MAX.note, 'What was done about it.'),
    transferMade: z.literal(false).optional().openapi({
      description:
        'For the subject transfer_under_way: the bank transfer was not made and will not be. If it was made, record it as the trust step `transfer`.',
    }),
  })
  .openapi('AttentionRequest');

export const trustStepSchema = z
  .strictObject({
    amount: amountSchema.positive(),
    currency: currencySchema,
    date: z.iso.date().refine(hasCome, 'must not be in the future').openapi({
      description:
        "The date shown by the bank or the trust ledger. Not before the refund was requested (in the firm's zone), nor before the previous step.",
    }),
    reference: freeLine(TEXT_LENGTH_MAX.stepReference, 'The reference at the bank or in the trust ledger.'),
    evidenceId: opaqueIdSchema.nullish(),
    method: z.enum(TRUST_METHODS).optional().openapi({
      description:
        'How the money moved, if a lawyer authorizes the step by recording it: by check, by electronic transfer, or between accounts at one bank (the default).',
    }),
  })
  .openapi('TrustStepRequest');

export const trustNotRecoverableSchema = z
  .strictObject({
    reason: freeText(TEXT_LENGTH_MAX.note, 'How the money came to be gone.'),
    invoiceNumber: freeLine(TEXT_LENGTH_MAX.stepReference, 'The invoice that it paid.'),
  })
  .openapi('TrustNotRecoverableRequest');

export const trustCorrectionSchema = z
  .strictObject({
    date: trustStepSchema.shape.date,
    reference: trustStepSchema.shape.reference,
    evidenceId: opaqueIdSchema
      .nullish()
      .openapi({ description: 'If omitted, the earlier evidence is kept.' }),
    reason: freeText(TEXT_LENGTH_MAX.note, 'Why it is corrected. Kept with the refund.'),
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
      .openapi({ description: 'When it continues automatically; null if it waits only for a person.' }),
    lastLookUp: z
      .object({ at: instantSchema, found: z.enum(UNKNOWN_CAUSES) })
      .nullable()
      .optional()
      .openapi({ description: 'The last lookup of an unknown outcome, and its result.' }),
    late: z.boolean(),
    needsAttention: z.boolean(),
    openObligations: z.array(z.object({ id: z.string(), kind: z.enum(OBLIGATION_KINDS) })),
  })
  .openapi('WorkflowState');

const FIRST_DATE = '2000-01-01';
const DAY_MS = 86_400_000;

/** In any time zone: dates run less than a day ahead of UTC. */
function hasCome(date: string): boolean {
  return FIRST_DATE <= date && date <= new Date(Date.now() + DAY_MS).toISOString().slice(0, 10);
}
