import { z } from '@hono/zod-openapi';
import { STATEMENT_FORMATS } from '@makewhole/domain/bank-lines';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { accountSchema, amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

export const statementSchema = z
  .object({
    id: z.string(),
    account: accountSchema,
    format: z.enum(STATEMENT_FORMATS),
    lines: z.int(),
    newLines: z.int().openapi({ description: 'Those that no earlier statement had.' }),
    firstDate: z.iso.date(),
    lastDate: z.iso.date(),
    closingBalance: amountSchema.nullable().openapi({
      description: "What the account holds by the bank's own word, at the end of closingDate.",
    }),
    closingDate: z.iso.date().nullable(),
    accountLastFour: z.string().nullable().openapi({
      description: "Of the account's number at the bank; null where the file does not say.",
    }),
    importedAt: instantSchema,
  })
  .openapi('BankStatement');

export type StatementBody = z.infer<typeof statementSchema>;

export const statementQuery = z.strictObject({
  account: accountSchema.openapi({ description: 'The account that it is of.' }),
});

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
  .openapi('BankLine', { description: 'amount: negative where it left the account.' });

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
      'A transfer whose two bank lines are still to be found, and the likely ones, the likeliest first.',
  });

export type BankMatchBody = z.infer<typeof bankMatchSchema>;

export const bankMatchPageSchema = pageOf(bankMatchSchema).openapi('BankMatchPage');

export const confirmMatchSchema = z
  .strictObject({ refundId: z.string(), trustLineId: z.string(), operatingLineId: z.string() })
  .openapi('ConfirmBankMatch');
