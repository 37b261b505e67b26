import { z } from '@hono/zod-openapi';
import { APPROVAL_RULES } from '@makewhole/domain/approval';
import { amountSchema } from '../payments/schemas.ts';

const approvalSchema = z
  .strictObject({
    rule: z.enum(APPROVAL_RULES),
    overAmount: amountSchema.positive().nullable().openapi({
      description: 'For over_amount: refunds of more than this need a second person. Else null.',
    }),
  })
  .refine(({ rule, overAmount }) => (rule === 'over_amount') === (overAmount !== null), {
    path: ['overAmount'],
    message: 'is given for the rule over_amount, and null for every other one',
  })
  .openapi('ApprovalPolicy');

export const firmSchema = z
  .object({
    name: z.string(),
    timeZone: z.string().openapi({ description: 'IANA name.' }),
    approval: approvalSchema,
    secondFactorRequired: z
      .boolean()
      .openapi({ description: 'Whether everybody who signs in needs a second factor.' }),
    stepUpOverAmount: amountSchema.positive().nullable().openapi({
      description:
        'A person proves once more who they are before a refund of more than this; null: never. API keys are not asked.',
    }),
  })
  .openapi('Firm');

export const firmChangesSchema = z
  .strictObject({
    approval: approvalSchema.optional(),
    secondFactorRequired: firmSchema.shape.secondFactorRequired.optional(),
    stepUpOverAmount: firmSchema.shape.stepUpOverAmount.optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'says nothing to change')
  .openapi('FirmChanges');

export type FirmBody = z.infer<typeof firmSchema>;
