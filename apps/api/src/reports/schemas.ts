import { z } from '@hono/zod-openapi';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { TRUST_LEDGERS } from '@makewhole/domain/trust-transactions';
import { REFUND_OUTCOMES } from '@makewhole/domain/refund-states';
import { checkDayRange, dayRange } from '../http/day-range.ts';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

export const trustReportSchema = z
  .object({
    asOf: instantSchema,
    currency: currencySchema,
    bank: amountSchema.openapi({ description: 'The trust bank account, according to the ledger.' }),
    book: amountSchema.openapi({
      description:
        "What is owed out of it, according to the ledger: to all clients, and what is no matter's (other).",
    }),
    onItsWay: amountSchema.openapi({
      description:
        'What of `bank` is not in the bank yet: it is in the balance at a company that nets its payouts, and may be negative.',
    }),
    other: amountSchema.openapi({ description: "The sum of otherLedgers: what of it is no matter's." }),
    clients: amountSchema.openapi({ description: "The sum of the matters' trust balances." }),
    positive: amountSchema.openapi({
      description: 'The sum of the ledgers that are not negative.',
    }),
    shortage: amountSchema.openapi({
      description:
        "By how much the negative ledgers are so: clients' money that the bank took and the firm must replenish.",
    }),
    shortMatters: z.int().openapi({ description: 'How many ledgers are negative.' }),
    differences: z.object({ bankLessBook: amountSchema, bookLessClients: amountSchema }),
    isBalanced: z.boolean().openapi({
      description:
        'Whether the three totals of our own books agree, in total and for each matter in each account. For the bank, see agreesWithBank.',
    }),
    agreesWithBank: z.boolean().nullable().openapi({
      description:
        "Whether the bank's closing balance equals the ledger at the end of that day; null until a statement with a balance is imported.",
    }),
    statement: z
      .object({
        balance: amountSchema,
        date: z.iso.date(),
        ledger: amountSchema.openapi({
          description:
            'The trust bank account according to the ledger at the end of that day: everything effective by then (see datedBy), whenever it was recorded.',
        }),
        difference: amountSchema.openapi({ description: 'balance minus ledger.' }),
        datedBy: z.literal('effective_date').openapi({
          description:
            'Postings are counted by the date on which the bank moved the money (effectiveOn), not by when they were recorded.',
        }),
      })
      .nullable()
      .openapi({
        description:
          'From the newest imported statement with a balance. A difference may be money that was still in transit to the bank.',
      }),
    matters: z.array(
      z.object({
        matterId: z
          .string()
          .nullable()
          .openapi({ description: 'Null for amounts that the ledger does not assign to a matter.' }),
        number: z.string().nullable(),
        name: z.string().nullable(),
        client: z.string().nullable(),
        ledger: amountSchema.openapi({
          description: 'What is owed to the client on this matter, according to the ledger.',
        }),
        balance: amountSchema.openapi({ description: "The matter's trust balance." }),
        held: amountSchema.openapi({ description: 'The part of the balance held for refunds.' }),
        difference: amountSchema.openapi({ description: 'ledger minus balance.' }),
        accounts: z
          .array(
            z.object({
              bankAccountId: z.string(),
              bankAccount: z.string().openapi({ description: 'The name of the trust account.' }),
              ledger: amountSchema,
              balance: amountSchema,
              held: amountSchema,
              difference: amountSchema,
            }),
          )
          .openapi({
            description:
              'The same in each trust account in which the matter ever had money. What lies in one cannot be refunded from another.',
          }),
      }),
    ),
    otherLedgers: z
      .array(
        z.object({
          bankAccountId: z.string(),
          bankAccount: z.string().openapi({ description: 'The name of the trust account.' }),
          ledger: z.enum(TRUST_LEDGERS),
          amount: amountSchema,
        }),
      )
      .openapi({
        description:
          "The ledgers of each trust account that are no matter's: the firm's own money for bank charges, interest until the bank remits it, and money whose client is not known.",
      }),
  })
  .openapi('TrustReport');

export type TrustReportBody = z.infer<typeof trustReportSchema>;

export const refundReportQuery = z.strictObject(dayRange).superRefine(checkDayRange);

const sumSchema = z.object({ count: z.int(), amount: amountSchema });

const reasonSumSchema = sumSchema.extend({
  reason: z.string(),
  amount: amountSchema.openapi({ description: 'The total of these refunds, whatever their outcome.' }),
  paidBack: amountSchema.openapi({ description: 'The total of those that succeeded.' }),
});

export const refundReportSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    timeZone: z.string().openapi({ description: "The firm's zone, which determines the days and weeks." }),
    currency: currencySchema,
    weeks: z.array(
      z.object({
        week: z.iso.date().openapi({ description: 'The Monday on which it begins.' }),
        outcomes: z.record(z.enum(REFUND_OUTCOMES), sumSchema).openapi({
          description:
            'The current outcomes of the refunds requested in this week. ended_before_money: rejected, declined or canceled.',
        }),
      }),
    ),
    settling: z
      .array(z.object({ method: z.enum(PAYMENT_METHODS), count: z.int(), medianHours: z.number() }))
      .openapi({ description: 'From the request until the client was paid, for those that succeeded.' }),
    reasons: z.array(reasonSumSchema).openapi({
      description:
        'The most frequent reasons, at most eight. Reasons that differ only in case, white space or a final period are combined.',
    }),
  })
  .openapi('RefundReport');
