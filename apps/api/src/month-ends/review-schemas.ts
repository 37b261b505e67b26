import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { amountSchema, instantSchema, orNull } from '../http/fields.ts';
import { freeText } from '../http/free-text.ts';

const DISBURSEMENTS_MAX = 10_000;

export const quarterSchema = z
  .string()
  .regex(/^20\d\d-Q[1-4]$/, 'must be a quarter, such as 2026-Q4')
  .openapi({ example: '2026-Q4' });

const answersSchema = z
  .strictObject({
    negativeBalance: z.boolean().openapi({ description: 'Does the client ledger show a negative balance?' }),
    sawStatement: z.boolean().openapi({ description: 'The statement of costs and receipts was reviewed.' }),
    sawLedger: z.boolean().openapi({ description: 'The client ledger was reviewed.' }),
    sawChecks: z.boolean().openapi({ description: 'Canceled checks, or their images, were reviewed.' }),
    sawOther: freeText(TEXT_LENGTH_MAX.note, 'What else was reviewed.').nullable(),
    disbursements: z
      .int()
      .min(0)
      .max(DISBURSEMENTS_MAX)
      .openapi({ description: 'How many disbursements the transaction has.' }),
    outstanding: z.boolean().openapi({ description: 'Are any disbursements outstanding?' }),
    improper: z.boolean().openapi({ description: 'Were any disbursements improperly made?' }),
    explanation: freeText(
      TEXT_LENGTH_MAX.note,
      'With the corrective action; needed if the balance is negative, or a disbursement outstanding or improper.',
    ).nullable(),
  })
  .openapi('TransactionReviewAnswers');

export const transactionReviewSchema = z
  .strictObject({
    quarter: quarterSchema,
    postingId: z.string().min(1).max(100),
    answers: answersSchema,
  })
  .openapi('TransactionReview');

export const transactionSampleSchema = z
  .object({
    quarter: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    seal: z
      .object({ sequence: z.int(), day: z.iso.date(), hash: z.string() })
      .nullable()
      .openapi({ description: 'The seal that drew the sample; null until there is one after the quarter.' }),
    size: z.int().openapi({
      description: "How many the account's state asks for, else three. Fewer are drawn if there are fewer.",
    }),
    items: z.array(
      z.object({
        postingId: z.string(),
        date: z.iso.date(),
        what: z.string(),
        amount: amountSchema.openapi({ description: 'Positive for money in.' }),
        client: z.string().nullable(),
        matterNumber: z.string().nullable(),
        answers: orNull(answersSchema),
        reviewedBy: z.string().nullable(),
        reviewedByName: z.string().nullable(),
        reviewedAt: instantSchema.nullable(),
      }),
    ),
  })
  .openapi('TransactionSample');

export type TransactionSampleBody = z.infer<typeof transactionSampleSchema>;
