import { z } from '@hono/zod-openapi';
import { US_STATES } from '@makewhole/domain/bank-accounts';
import { MONTH_END_SCOPES, MONTH_END_STATUSES } from '@makewhole/domain/month-ends/month-end';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { pageOf } from '../http/define-route.ts';
import { amountSchema, barNumberSchema, instantSchema } from '../http/fields.ts';
import { freeLine, freeText } from '../http/free-text.ts';

const scopeSchema = z.enum(MONTH_END_SCOPES).openapi({
  description:
    'full: every trust transaction of the account is in the books. schedule: only online payments and refunds, which support a reconciliation made elsewhere.',
});

export const monthEndSchema = z
  .object({
    id: z.string(),
    bankAccountId: z.string(),
    version: z.int().openapi({ description: 'A later version supersedes those before.' }),
    title: z.string(),
    scope: scopeSchema,
    status: z.enum(MONTH_END_STATUSES),
    periodStart: z.iso.date(),
    endingOn: z.iso.date().openapi({ description: "The statement's ending date." }),
    openingBalance: amountSchema,
    closingBalance: amountSchema,
    previousClosing: amountSchema.nullable(),
    preparedBy: z.string().nullable(),
    preparedAt: instantSchema.nullable(),
    preparerPosition: z.string().nullable(),
    preparerMayTransfer: z.boolean().nullable(),
    explanation: z.string().nullable(),
    signedBy: z.string().nullable(),
    signedAt: instantSchema.nullable(),
    barNumber: z.string().nullable(),
    barState: z.string().nullable(),
    contentHash: z.string().nullable().openapi({
      description: 'SHA-256 of the prepared content, which the firm event records too.',
    }),
  })
  .openapi('MonthEnd');

export type MonthEndBody = z.infer<typeof monthEndSchema>;

export const monthEndPageSchema = pageOf(monthEndSchema).openapi('MonthEndPage');

const differenceSchema = z.object({
  where: z.string(),
  amount: amountSchema,
  ids: z.array(z.string()).openapi({ description: 'The postings, bank lines or ledgers that it is about.' }),
  message: z.string(),
});

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const sectionSchema = z
  .object({
    section: z.string().openapi({ description: 'The number of the form, such as 3a.' }),
    title: z.string(),
    line: z.string().nullable().openapi({ description: 'The line of section 1 on which the total stands.' }),
    columns: z.array(
      z.object({ key: z.string(), label: z.string(), kind: z.enum(['text', 'amount', 'date']) }),
    ),
    rows: z.array(z.record(z.string(), cellSchema)).openapi({
      description: 'By the keys of the columns; amounts in whole minor units.',
    }),
    count: z.int(),
    total: amountSchema.nullable(),
    note: z.string().nullable().openapi({ description: 'What is not covered, if something is not.' }),
  })
  .openapi('MonthEndSection');

export const monthEndBinderSchema = monthEndSchema
  .extend({
    reconciledHash: z.string().openapi({
      description:
        'Identifies what was reconciled. Send it with a signature: if the books or the bank lines changed since, the signature is refused.',
    }),
    lines: z.object({
      line1: amountSchema,
      line1a: amountSchema,
      line2: amountSchema,
      line3: amountSchema,
      line4: amountSchema,
      line5: amountSchema,
      line5a: amountSchema,
      line6: amountSchema,
      bankLessJournal: amountSchema,
      journalLessClients: amountSchema,
    }),
    agrees: z.boolean(),
    differences: z.array(differenceSchema),
    sections: z.array(sectionSchema),
  })
  .openapi('MonthEndBinder');

export type MonthEndBinderBody = z.infer<typeof monthEndBinderSchema>;

export const newMonthEndSchema = z
  .strictObject({
    endingOn: z.iso.date().openapi({ description: "The statement's ending date; it must have passed." }),
    closingBalance: amountSchema
      .optional()
      .openapi({ description: 'Left out: of the imported statement that ends on that day.' }),
    openingBalance: amountSchema.optional(),
    periodStart: z.iso.date().optional(),
    scope: scopeSchema.optional(),
  })
  .openapi('NewMonthEnd');

const hash = z.string().length(64).openapi({ description: 'The reconciledHash that the signer saw.' });

export const preparationSchema = z
  .strictObject({
    reconciledHash: hash,
    position: freeLine(TEXT_LENGTH_MAX.bankName, "The preparer's position."),
    mayTransfer: z.boolean().openapi({
      description: 'Whether the preparer may sign for or transfer from this account.',
    }),
    explanation: freeText(
      TEXT_LENGTH_MAX.note,
      'Why the numbers differ, and what is done about it. Needed if they do.',
    )
      .nullable()
      .default(null),
  })
  .openapi('MonthEndPreparation');

export const reviewSchema = z
  .strictObject({
    reconciledHash: hash,
    barNumber: barNumberSchema,
    barState: z.enum(US_STATES).nullable().default(null),
  })
  .openapi('MonthEndReview');

const POSTINGS_OF_A_LINE_MAX = 1_000;

export const lineCorrectionSchema = z
  .strictObject({
    mistakeLineId: z.string().max(100).openapi({ description: 'The line that the bank made by mistake.' }),
    correctionLineId: z.string().max(100).openapi({
      description: 'The line that takes it back: exactly its inverse, on its day or later.',
    }),
    reason: freeText(
      TEXT_LENGTH_MAX.note,
      'What the bank did wrong, and who said so. It is in the binder, beside both lines.',
    ),
  })
  .openapi('BankLineCorrection');

export const lineMatchSchema = z
  .strictObject({
    lineId: z.string().max(100),
    postingIds: z
      .array(z.string().max(100))
      .min(1)
      .max(POSTINGS_OF_A_LINE_MAX)
      .openapi({ description: 'All of the postings that the line is: they must sum to its amount.' }),
  })
  .openapi('BankLineMatch');
