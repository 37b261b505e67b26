import { z } from '@hono/zod-openapi';
import { DIFFERENCE_KINDS, DIFFERENCE_STATUSES } from '@makewhole/domain/reconciliation/difference';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeText } from '../http/free-text.ts';
import { countedPageOf, flag, pageOf, pageQuery } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

export const reconciliationSchema = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'complete', 'failed']).openapi({
      description: 'failed: it could not check everything. The next run starts from the same point.',
    }),
    requestedBy: z.string().nullable().openapi({ description: 'Null for the nightly run.' }),
    since: instantSchema.openapi({
      description: 'It checked refunds changed since then, and all open ones.',
    }),
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    refundsHere: z.int().openapi({ description: 'How many of our refunds were compared.' }),
    refundsThere: z.int().openapi({ description: "How many of the processor's refunds were compared." }),
    differenceCount: z.int().openapi({ description: 'How many differences it found, new and known.' }),
  })
  .openapi('Reconciliation');

export type ReconciliationBody = z.infer<typeof reconciliationSchema>;

export const differenceSchema = z
  .object({
    id: z.string(),
    kind: z.enum(DIFFERENCE_KINDS),
    status: z.enum(DIFFERENCE_STATUSES).openapi({
      description: 'settled: a person explained it; gone: it no longer exists.',
    }),
    transactionId: z.string(),
    refundId: z.string().nullable().openapi({
      description: 'Our refund that it concerns; null for an external refund or a payment.',
    }),
    processorRefundId: z.string().nullable(),
    explanation: z.string().openapi({ description: 'What was found and what to do about it, for a person.' }),
    foundAt: instantSchema,
    settledAt: instantSchema.nullable(),
    settledBy: z.string().nullable(),
    note: z.string().nullable().openapi({ description: "The person's explanation." }),
  })
  .openapi('ReconciliationDifference');

export type DifferenceBody = z.infer<typeof differenceSchema>;

export const reconciliationDetailSchema = reconciliationSchema
  .extend({
    differences: z.array(differenceSchema).openapi({
      description: 'The newest hundred; /v1/reconciliation-differences?reconciliationId= lists all of them.',
    }),
  })
  .openapi('ReconciliationDetail');

export const startedSchema = z
  .object({ id: z.string(), status: z.literal('running') })
  .openapi('ReconciliationStarted');

export const reconciliationPageSchema = pageOf(reconciliationSchema).openapi('ReconciliationPage');
export const reconciliationListQuery = z.strictObject(pageQuery);

export const differencePageSchema = countedPageOf(differenceSchema).openapi('ReconciliationDifferencePage');
export const differenceListQuery = z.strictObject({
  status: z.enum(DIFFERENCE_STATUSES).optional(),
  reconciliationId: z.string().max(100).optional(),
  unowed: flag(
    'true: only differences without an open obligation of a refund; /v1/obligations lists the others.',
  ),
  ...pageQuery,
});

export const idParam = z.object({ id: z.string().min(1).max(100) });

export const bookSchema = z
  .strictObject({
    reason: freeText(TEXT_LENGTH_MAX.reason, "Why it was refunded. Shown to the matter's users."),
  })
  .openapi('BookRefundRequest');

export const explanationSchema = z
  .strictObject({ note: freeText(TEXT_LENGTH_MAX.note, 'What it was, and what was done about it.') })
  .openapi('SettleDifferenceRequest');
