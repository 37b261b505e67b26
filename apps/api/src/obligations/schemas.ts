import { z } from '@hono/zod-openapi';
import { INVOICE_DECISIONS, OBLIGATION_KINDS, OBLIGATION_STATUSES } from '@makewhole/domain/obligations';
import { ROLES } from '@makewhole/domain/roles';
import { countedPageOf, flag, pageQuery } from '../openapi/define-route.ts';
import { amountSchema, currencySchema, instantSchema } from '../payments/schemas.ts';

export const obligationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(OBLIGATION_KINDS),
    status: z.enum(OBLIGATION_STATUSES),
    owner: z.enum(ROLES).openapi({ description: 'The role that it waits for.' }),
    subject: z
      .string()
      .openapi({ description: 'What it is about, where a refund may owe several of a kind; else empty.' }),
    summary: z.string().openapi({ description: 'What is to be done, in plain words.' }),
    amount: amountSchema.nullable(),
    openedAt: instantSchema,
    dueAt: instantSchema,
    settledAt: instantSchema.nullable(),
    settledBy: z.string().nullable(),
    decision: z.enum(INVOICE_DECISIONS).nullable(),
  })
  .openapi('Obligation');

export type ObligationBody = z.infer<typeof obligationSchema>;

const queuedObligationSchema = obligationSchema
  .extend({
    refundId: z.string(),
    transactionId: z.string(),
    currency: currencySchema,
    payerName: z.string(),
    matterNumber: z
      .string()
      .nullable()
      .openapi({ description: 'Null where the payment belongs to no matter.' }),
  })
  .openapi('QueuedObligation');

export type QueuedObligationBody = z.infer<typeof queuedObligationSchema>;

export const obligationPageSchema = countedPageOf(queuedObligationSchema).openapi('ObligationPage');

export const obligationListQuery = z.strictObject({
  kind: z.enum(OBLIGATION_KINDS).optional(),
  owner: z.enum(ROLES).optional(),
  mine: flag('true: only what the caller may settle.'),
  overdue: flag('true: only what was due before now.'),
  ...pageQuery,
});
