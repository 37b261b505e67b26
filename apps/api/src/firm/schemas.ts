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
  })
  .openapi('Firm');

export const firmChangesSchema = z.strictObject({ approval: approvalSchema }).openapi('FirmChanges');

export type FirmBody = z.infer<typeof firmSchema>;
