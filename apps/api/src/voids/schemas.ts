import { z } from '@hono/zod-openapi';
import { VOID_REFUSAL_CODES, VOID_STATUSES } from '@makewhole/domain/voids';
import { instantSchema } from '../http/fields.ts';

export const voidSchema = z
  .object({
    id: z.string().openapi({ example: 'vd_0190a1b2c3d4' }),
    transactionId: z.string(),
    status: z.enum(VOID_STATUSES).openapi({
      description: 'outcome_unknown: there is no clear answer yet; it is looked up until there is.',
    }),
    requestedBy: z.string(),
    requestedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    refusal: z
      .object({ code: z.enum(VOID_REFUSAL_CODES), message: z.string() })
      .nullable()
      .openapi({ description: 'Why it was refused; null if it was not.' }),
  })
  .openapi('Void');

export type VoidBody = z.infer<typeof voidSchema>;
