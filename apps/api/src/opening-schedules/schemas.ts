import { z } from '@hono/zod-openapi';
import { US_STATES } from '@makewhole/domain/bank-accounts';
import { OPENING_ITEM_KINDS, OPENING_ROWS_MAX, OPENING_STATUSES } from '@makewhole/domain/opening-books';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { TRUST_LEDGERS } from '@makewhole/domain/trust-transactions';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { amountSchema, barNumberSchema, instantSchema } from '../http/fields.ts';
import { freeLine, freeText } from '../http/free-text.ts';
import { externalId } from '../imports/schemas.ts';

const bankAccountId = z.string().min(1).max(100).openapi({ description: 'The trust account.' });
const cutOverOn = z.iso
  .date()
  .openapi({ description: 'The last day that it contains. It must have passed.' });
const statementBalance = amountSchema.openapi({ description: "Of the bank's statement on that day." });
const amountOf = (description: string) => amountSchema.openapi({ description });
const ledger = z.enum(TRUST_LEDGERS).openapi({
  description:
    "A ledger that is no matter's. firm: the firm's own money for bank charges. interest: of an IOLTA, until the bank remits it. unidentified: of clients who are not known.",
});

const itemBody = z
  .strictObject({
    kind: z.enum(OPENING_ITEM_KINDS),
    date: z.iso.date().openapi({ description: "The day of the firm's check register, by the cut-over." }),
    amount: amountSchema.positive(),
    matterExternalId: externalId.nullable().default(null),
    ledger: ledger.nullable().default(null),
    counterparty: freeLine(TEXT_LENGTH_MAX.payee, 'Who paid it in, or is paid.'),
    number: freeLine(TEXT_LENGTH_MAX.stepReference, 'Of the check or the deposit.').nullable().default(null),
  })
  .refine((item) => (item.matterExternalId === null) !== (item.ledger === null), {
    error: 'must have either matterExternalId or ledger',
  });

export const newOpeningScheduleSchema = z
  .strictObject({
    bankAccountId,
    cutOverOn,
    statementBalance,
    firmFunds: amountOf("The firm's own money for bank charges.").default(0),
    interest: amountOf('Of an IOLTA: interest that the bank has not remitted.').nonnegative().default(0),
    unidentified: amountOf('Money whose client is not known.').nonnegative().default(0),
    balances: z
      .array(
        z.strictObject({
          matterExternalId: externalId,
          balance: amountOf("As the client's ledger has it; outstanding checks are taken off."),
        }),
      )
      .max(OPENING_ROWS_MAX)
      .refine(
        (rows) => new Set(rows.map((row) => row.matterExternalId)).size === rows.length,
        'must have each matter once',
      )
      .openapi({
        description: 'Every matter with money in the account, and those that Makewhole has money of.',
      }),
    items: z.array(itemBody).max(OPENING_ROWS_MAX).default([]).openapi({
      description:
        'The deposits and checks that the ledgers have and the statement does not. A deposit or check for several ledgers is an item for each.',
    }),
  })
  .openapi('NewOpeningSchedule');

export const openingScheduleSchema = z
  .object({
    id: z.string(),
    bankAccountId,
    cutOverOn,
    status: z.enum(OPENING_STATUSES).openapi({
      description: 'open: waits for a lawyer. signed: posted. withdrawn: it was wrong, and posted nothing.',
    }),
    statementBalance,
    firmFunds: amountSchema,
    interest: amountSchema,
    unidentified: amountSchema,
    createdBy: z.string(),
    createdAt: instantSchema,
    signedBy: z.string().nullable(),
    signedAt: instantSchema.nullable(),
    barNumber: z.string().nullable(),
    barState: z.string().nullable(),
    withdrawnBy: z.string().nullable(),
    withdrawnAt: instantSchema.nullable(),
    withdrawalReason: z.string().nullable(),
  })
  .openapi('OpeningSchedule');

export const openingDetailSchema = openingScheduleSchema
  .extend({
    hash: z.string().openapi({
      description: 'Identifies what a signature posts: SHA-256 of it. Send it with the signature.',
    }),
    totals: z.object({
      deposits: amountOf('Outstanding deposits.'),
      disbursements: amountOf('Outstanding checks and other disbursements.'),
      adjustedBank: amountOf("The statement's balance with the deposits and without the disbursements."),
      ledgers: amountOf('The sum of all ledgers.'),
      difference: amountOf('Zero.'),
    }),
    ledgers: z.array(
      z.object({
        matterId: z.string().nullable(),
        externalId: z.string().nullable(),
        matterNumber: z.string().nullable(),
        name: z.string().nullable(),
        ledger: ledger.nullable(),
        balance: amountSchema,
        booked: amountOf(
          'What the books have of it up to that day already, such as receipts of online payments.',
        ),
        outstanding: amountOf('The sum of its outstanding items, negative for checks.'),
        toPost: amountOf('What the opening posts: the balance less what is booked and outstanding.'),
      }),
    ),
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(OPENING_ITEM_KINDS),
        date: z.iso.date(),
        amount: amountSchema,
        matterId: z.string().nullable(),
        ledger: ledger.nullable(),
        counterparty: z.string(),
        number: z.string().nullable(),
      }),
    ),
    missing: z.array(z.object({ externalId: z.string(), booked: amountSchema })).openapi({
      description:
        'Matters that have money in the books on that day and are not on the schedule. While there are some, it cannot be signed.',
    }),
  })
  .openapi('OpeningScheduleDetail');

export type OpeningDetailBody = z.infer<typeof openingDetailSchema>;
export type OpeningScheduleBody = z.infer<typeof openingScheduleSchema>;

export const openingPageSchema = pageOf(openingScheduleSchema).openapi('OpeningSchedulePage');

export const openingQuery = z.strictObject({
  bankAccountId: z.string().max(100).optional().openapi({ description: 'Only of this trust account.' }),
  ...pageQuery,
});

export const openingSignatureSchema = z
  .strictObject({
    hash: z.string().length(64).openapi({ description: 'The hash that the lawyer saw.' }),
    barNumber: barNumberSchema,
    barState: z.enum(US_STATES).nullable().default(null),
  })
  .openapi('OpeningScheduleSignature');

export const openingWithdrawalSchema = z
  .strictObject({ reason: freeText(TEXT_LENGTH_MAX.note, 'What was wrong with it.') })
  .openapi('OpeningScheduleWithdrawal');
