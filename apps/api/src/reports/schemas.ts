import { z } from '@hono/zod-openapi';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { REFUND_OUTCOMES } from '@makewhole/domain/refund-outcomes';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

export const trustReportSchema = z
  .object({
    asOf: instantSchema,
    currency: currencySchema,
    bank: amountSchema.openapi({ description: 'The trust bank account, by the ledger.' }),
    book: amountSchema.openapi({ description: 'What the ledger owes all clients.' }),
    clients: amountSchema.openapi({ description: "What the matters' trust balances sum to." }),
    differences: z.object({ bankLessBook: amountSchema, bookLessClients: amountSchema }),
    isBalanced: z.boolean().openapi({
      description:
        'The three sums of our own books agree, in sum and on each matter. It says nothing of the bank: see agreesWithBank.',
    }),
    agreesWithBank: z.boolean().nullable().openapi({
      description:
        "Whether the bank's own closing balance is what the ledger had at the end of that day; null before a statement with a balance was imported.",
    }),
    statement: z
      .object({
        balance: amountSchema,
        date: z.iso.date(),
        ledger: amountSchema.openapi({
          description:
            'The trust bank account by the ledger, at the end of that day: what took effect by then (see datedBy), whenever it was recorded.',
        }),
        difference: amountSchema.openapi({ description: 'balance less ledger.' }),
        datedBy: z.literal('effective_date').openapi({
          description:
            "By which date the ledger's postings are counted: the day on which the bank moved the money (effectiveOn), not the one on which it was recorded.",
        }),
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

const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

export const refundReportQuery = z
  .strictObject({
    from: z.iso.date().openapi({ description: 'The first day on which the refunds were requested.' }),
    to: z.iso.date().openapi({ description: 'The last one, included.' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < DAYS_MAX * DAY_MS, {
    path: ['to'],
    message: `must be within ${DAYS_MAX} days of from`,
  });

const sumSchema = z.object({ count: z.int(), amount: amountSchema });

const reasonSumSchema = sumSchema.extend({
  reason: z.string(),
  amount: amountSchema.openapi({ description: 'Of all these refunds, whatever their outcome.' }),
  paidBack: amountSchema.openapi({ description: 'Of those that succeeded alone.' }),
});

export const refundReportSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    timeZone: z.string().openapi({ description: "The firm's, whose days and weeks these are." }),
    currency: currencySchema,
    weeks: z.array(
      z.object({
        week: z.iso.date().openapi({ description: 'The Monday that it begins with.' }),
        outcomes: z.record(z.enum(REFUND_OUTCOMES), sumSchema).openapi({
          description:
            'What became, until now, of the refunds requested in this week. ended_before_money: rejected, declined or canceled.',
        }),
      }),
    ),
    settling: z
      .array(z.object({ method: z.enum(PAYMENT_METHODS), count: z.int(), medianHours: z.number() }))
      .openapi({ description: "From the request to the client's money, of those that succeeded." }),
    reasons: z.array(reasonSumSchema).openapi({
      description:
        'The most frequent ones, eight at most. Those that differ in case, white space or the stop at the end alone are one.',
    }),
  })
  .openapi('RefundReport');
