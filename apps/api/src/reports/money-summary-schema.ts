import { z } from '@hono/zod-openapi';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

const total = { count: z.int(), amount: amountSchema };

export const moneySummarySchema = z
  .object({
    asOf: instantSchema,
    currency: currencySchema,
    onItsWay: z.object(total).openapi({ description: 'Refunds that were sent and have not arrived yet.' }),
    owedFromTrust: z.object(total).openapi({
      description: 'What trust accounts owe operating: the transfers that are not recorded yet.',
    }),
    atRisk: z
      .object({
        ...total,
        respondBy: instantSchema.nullable().openapi({
          description: 'The nearest deadline of a card network; null if none is known.',
        }),
        dueAt: instantSchema.nullable().openapi({
          description: 'When the first response is due at the firm; null if there is no dispute.',
        }),
      })
      .openapi({ description: 'Open disputes.' }),
    paidBack: z
      .object({
        ...total,
        since: instantSchema.openapi({ description: "When the month began, in the firm's zone." }),
      })
      .openapi({ description: 'Refunds that were paid out this month.' }),
  })
  .openapi('MoneySummary');
