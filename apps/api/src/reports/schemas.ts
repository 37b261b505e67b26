import { z } from '@hono/zod-openapi';
import { amountSchema, currencySchema, instantSchema } from '../payments/schemas.ts';

export const trustReportSchema = z
  .object({
    asOf: instantSchema,
    currency: currencySchema,
    bank: amountSchema.openapi({ description: 'The trust bank account, by the ledger.' }),
    book: amountSchema.openapi({ description: 'What the ledger owes all clients.' }),
    clients: amountSchema.openapi({ description: "What the matters' trust balances sum to." }),
    differences: z.object({ bankLessBook: amountSchema, bookLessClients: amountSchema }),
    isBalanced: z.boolean().openapi({ description: 'All three agree, in sum and on each matter.' }),
    statement: z
      .object({
        balance: amountSchema,
        date: z.iso.date(),
        ledger: amountSchema.openapi({
          description: 'The trust bank account by the ledger, at the end of that day.',
        }),
        difference: amountSchema.openapi({ description: 'balance less ledger.' }),
      })
      .nullable()
      .openapi({
        description:
          "The bank's own word, by the newest imported statement that says a balance. What was on its way to the bank then explains a difference.",
      }),
    matters: z.array(
      z.object({
        matterId: z
          .string()
          .nullable()
          .openapi({ description: 'Null for what the ledger owes no matter that it names.' }),
        number: z.string().nullable(),
        name: z.string().nullable(),
        client: z.string().nullable(),
        ledger: amountSchema.openapi({ description: 'What the ledger owes the client on this matter.' }),
        balance: amountSchema.openapi({ description: 'What its trust balance says.' }),
        held: amountSchema.openapi({ description: 'Of the balance, held for refunds.' }),
        difference: amountSchema.openapi({ description: 'ledger less balance.' }),
      }),
    ),
  })
  .openapi('TrustReport');

export type TrustReportBody = z.infer<typeof trustReportSchema>;
