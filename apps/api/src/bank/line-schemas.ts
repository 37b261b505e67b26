import { z } from '@hono/zod-openapi';
import { flag, pageOf, pageQuery } from '../http/define-route.ts';
import { queryInteger } from '../http/query-integer.ts';
import {
  accountSchema,
  amountSchema,
  checkRange,
  currencySchema,
  instantSchema,
  orNull,
} from '../http/fields.ts';

const amountLimit = (what: string) =>
  queryInteger(
    { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
    `${what}, in minor units; negative for money out.`,
  ).optional();

/** The database has no year 0. */
const FIRST_DAY = '0001-01-01';

const day = (description: string) =>
  z.iso
    .date()
    .refine((one) => one >= FIRST_DAY, `must not be before ${FIRST_DAY}`)
    .optional()
    .openapi({ description });

/** The filters of the lines; checkRange completes them. */
export const bankLineFilters = {
  bankAccountId: z.string().max(100).optional().openapi({ description: 'Only lines of this account.' }),
  account: accountSchema.optional().openapi({ description: 'Only lines of accounts of this kind.' }),
  statementId: z.string().max(100).optional().openapi({
    description: 'Only lines that this statement has, also those that were set aside with it.',
  }),
  from: day('The first day.'),
  to: day('The last day, inclusive.'),
  matched: flag('true: only lines that are something in the books; false: only the others.'),
  q: z.string().max(200).optional().openapi({
    description:
      'Only lines whose description contains this text, ignoring case; a text that is an amount with cents, such as 1,250.00, also finds lines of that amount, in or out.',
  }),
  minAmount: amountLimit('At least'),
  maxAmount: amountLimit('At most'),
};

export const bankLineQuery = z.strictObject({ ...bankLineFilters, ...pageQuery }).superRefine(checkRange);

const matchSchema = z
  .object({
    kind: z.string().openapi({
      description:
        'refund_transfer: an end of the transfer of a refund from trust to operating. postings: what was posted. bank_mistake, bank_correction: a mistake of the bank, or its correction. replenishment: an end of a transfer from operating to trust that covered a shortage. opening: contained in the balances with which the books of the account begin. More kinds may come.',
      example: 'refund_transfer',
    }),
    refundId: z.string().nullable(),
    transactionId: z.string().nullable(),
    lineId: z.string().nullable().openapi({
      description: 'The other line of a transfer, of a replenishment, or of a mistake and its correction.',
    }),
    reason: z.string().nullable().openapi({ description: 'What the bank did wrong, as a person said.' }),
    obligationId: z
      .string()
      .nullable()
      .openapi({ description: 'For replenishment: the task that it completed.' }),
    openingScheduleId: z.string().nullable(),
    postings: z
      .array(
        z.object({
          id: z.string(),
          step: z.string(),
          refundId: z.string().nullable(),
          transactionId: z.string().nullable(),
          payoutId: z.string().nullable(),
        }),
      )
      .openapi({ description: 'At most the first 25.' }),
    postingCount: z.int(),
  })
  .openapi('BankLineMatchedTo', { description: 'What does not belong to the kind is null or empty.' });

const listedLineSchema = z
  .object({
    id: z.string(),
    statementId: z.string().openapi({ description: 'The first statement that had it.' }),
    account: accountSchema,
    bankAccountId: z.string(),
    date: z.iso.date(),
    amount: amountSchema.openapi({ description: 'Negative for money out.' }),
    currency: currencySchema,
    description: z.string(),
    setAsideAt: instantSchema.nullable().openapi({
      description: 'When the last statement that had it was set aside; null if it stands.',
    }),
    match: orNull(matchSchema).openapi({ description: 'What it is in the books; null if nothing yet.' }),
  })
  .openapi('ListedBankLine');

export type BankLineBody = z.infer<typeof listedLineSchema>;
export type BankLineMatchBody = z.infer<typeof matchSchema>;

export const bankLinePageSchema = pageOf(listedLineSchema).openapi('BankLinePage');
