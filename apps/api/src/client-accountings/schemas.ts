import { z } from '@hono/zod-openapi';
import { pageOf } from '../http/define-route.ts';
import { amountSchema, instantSchema } from '../http/fields.ts';

export const clientAccountingPageSchema = pageOf(
  z
    .object({
      id: z.string(),
      matterId: z.string(),
      through: instantSchema.openapi({ description: 'What was recorded by then is in it.' }),
      balanceBefore: amountSchema,
      balanceAfter: amountSchema,
      recipientName: z.string(),
      recipientEmail: z.string().nullable().openapi({
        description: 'Null if the firm has no address of the client: print it and send it by mail.',
      }),
      subject: z.string(),
      text: z.string(),
      sha256: z.string().openapi({ description: 'Of subject and text, with a line break between them.' }),
      createdAt: instantSchema,
      sentAt: instantSchema.nullable(),
    })
    .openapi('ClientAccounting'),
).openapi('ClientAccountingPage');
