import { z } from '@hono/zod-openapi';
import { STATEMENT_FORMATS } from '@makewhole/domain/bank-lines';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { flag, pageOf, pageQuery } from '../http/define-route.ts';
import { queryInteger } from '../http/query-integer.ts';
import { accountSchema, amountSchema, currencySchema, instantSchema } from '../http/fields.ts';
import { freeText } from '../http/free-text.ts';

export const statementSchema = z
  .object({
    id: z.string(),
    account: accountSchema,
    bankAccountId: z.string(),
    format: z.enum(STATEMENT_FORMATS),
    lines: z.int(),
    newLines: z.int().openapi({ description: 'How many lines no earlier statement had.' }),
    firstDate: z.iso.date(),
    lastDate: z.iso.date(),
    closingBalance: amountSchema.nullable().openapi({
      description: "The bank's balance of the account at the end of closingDate.",
    }),
    closingDate: z.iso.date().nullable(),
    openingBalance: amountSchema.nullable().openapi({
      description: 'The balance with which the statement begins; null if nobody said.',
    }),
    periodStart: z.iso.date().nullable(),
    accountLastFour: z.string().nullable().openapi({
      description: 'The last four digits of the account number; null if the file does not contain it.',
    }),
    renumberedFrom: z.string().nullable().openapi({
      description:
        "The last four digits of the account's former number, if whoever imported it said that the bank has given the account this one.",
    }),
    importedAt: instantSchema,
    setAside: z
      .object({
        by: z.object({ id: z.string(), name: z.string() }),
        at: instantSchema,
        reason: z.string(),
      })
      .nullable()
      .openapi({ description: 'An owner set it aside as wrong: nothing of it counts. Null if it stands.' }),
  })
  .openapi('BankStatement');

export type StatementBody = z.infer<typeof statementSchema>;

export const importedStatementSchema = statementSchema
  .extend({
    isRepeat: z.boolean().openapi({
      description:
        'Whether this file was imported before: then there is nothing new, and this is the statement of that import.',
    }),
  })
  .openapi('ImportedBankStatement');

const balance = (description: string) =>
  queryInteger(
    { min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
    `${description} In minor units.`,
  ).optional();

export const statementQuery = z.strictObject({
  account: accountSchema.openapi({ description: 'The kind of account that the statement is of.' }),
  bankAccountId: z.string().optional().openapi({
    description:
      'Which of the accounts of that kind. Left out: the one whose earlier statements have the same account number, else the default.',
  }),
  periodStart: z.iso.date().optional().openapi({
    description: 'The first day that the statement covers, as printed on it.',
  }),
  openingBalance: balance(
    'The balance with which the statement begins, as printed on it. With its lines it must make the closing balance.',
  ),
  closingBalance: balance('The balance at the end of closingDate, if the file has none.'),
  closingDate: z.iso.date().optional().openapi({ description: "The statement's ending date." }),
  isRenumbered: flag(
    "true: the bank has given the account a new number, and a person has compared both. For people only. Without it, a file with another number than the account's earlier statements is refused.",
  ),
});

export const setAsideSchema = z
  .strictObject({
    reason: freeText(TEXT_LENGTH_MAX.note, 'What is wrong with the statement. It is kept with it.'),
  })
  .openapi('SetBankStatementAside');

export const statementPageQuery = z.strictObject(pageQuery);
export const statementPageSchema = pageOf(statementSchema).openapi('BankStatementPage');

const bankLineSchema = z
  .object({
    id: z.string(),
    date: z.iso.date(),
    amount: amountSchema,
    currency: currencySchema,
    description: z.string(),
  })
  .openapi('BankLine', { description: 'amount is negative for money out.' });

export const bankMatchSchema = z
  .object({
    obligationId: z.string(),
    refundId: z.string(),
    transactionId: z.string(),
    payerName: z.string(),
    matterNumber: z.string().nullable(),
    dueAt: instantSchema,
    transfer: z.object({
      amount: amountSchema,
      currency: currencySchema,
      date: z.iso.date(),
      reference: z.string(),
    }),
    trustLines: z.array(bankLineSchema),
    operatingLines: z.array(bankLineSchema),
  })
  .openapi('BankMatch', {
    description:
      'A transfer not yet matched to its two bank lines, with the likely lines, most likely first.',
  });

export type BankMatchBody = z.infer<typeof bankMatchSchema>;

export const bankMatchPageSchema = pageOf(bankMatchSchema).openapi('BankMatchPage');

export const confirmMatchSchema = z
  .strictObject({ refundId: z.string(), trustLineId: z.string(), operatingLineId: z.string() })
  .openapi('ConfirmBankMatch');
