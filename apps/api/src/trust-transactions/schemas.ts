import { z } from '@hono/zod-openapi';
import {
  MATTER_TRUST_TRANSACTION_TYPES,
  TRUST_TRANSACTION_METHODS,
  TRUST_TRANSACTION_TYPES,
} from '@makewhole/domain/trust-transactions';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { amountSchema, instantSchema } from '../http/fields.ts';
import { freeLine } from '../http/free-text.ts';
import { externalId } from '../imports/schemas.ts';

const id = (description: string) => z.string().min(1).max(100).openapi({ description });

const said = {
  reference: freeLine(TEXT_LENGTH_MAX.stepReference, "The bank's or the firm's reference for it."),
  evidenceId: id('A file uploaded with POST /v1/evidence.').nullish(),
};
const moved = {
  ...said,
  amount: amountSchema.positive(),
  date: z.iso.date().openapi({ description: 'The day that the bank shows.' }),
};
const bankAccountId = id('The trust account.');
const depositId = id(
  'The ID of the unidentified deposit. Several may take parts of it, never more than all.',
);

export const newTrustTransactionSchema = z
  .union([
    z.strictObject({
      type: z.enum(['cushion_deposit', 'cushion_withdrawal']),
      bankAccountId,
      operatingAccountId: id('The operating account at the other end. Default: the default one.').nullish(),
      ...moved,
    }),
    z.strictObject({
      type: z.enum([
        'bank_charge',
        'processor_fee',
        'interest_credited',
        'interest_remitted',
        'unidentified_deposit',
      ]),
      bankAccountId,
      ...moved,
    }),
    z.strictObject({
      type: z.literal('deposit_identified'),
      depositId,
      matterId: id('The matter whose money it is.'),
      ...moved,
    }),
    z.strictObject({
      type: z.literal('deposit_identified'),
      depositId,
      matterNumber: z.string().trim().min(1).max(100),
      ...moved,
    }),
    z.strictObject({ type: z.literal('deposit_returned'), depositId, ...moved }),
    z.strictObject({
      type: z.literal('reversal'),
      reverses: id('The transaction that was recorded by mistake. Its inverse is booked on its own day.'),
      ...said,
    }),
  ])
  .openapi('NewTrustTransaction');

const TYPES =
  "other_receipt: the matter's money came in. other_disbursement: it was paid out. trust_to_operating_fees: earned fees went to operating.";

/** What the firm's own system says of a matter's trust money; a PUT names its external ID in the path. */
export const trustTransactionStatementBody = z.strictObject({
  bankAccountId: id('The trust account: GET /v1/bank-accounts lists them.'),
  type: z.enum(MATTER_TRUST_TRANSACTION_TYPES).openapi({ description: TYPES }),
  matterExternalId: externalId,
  date: z.iso.date().openapi({ description: 'The day on which the money moved.' }),
  amount: amountSchema.positive(),
  counterparty: freeLine(TEXT_LENGTH_MAX.payee, 'Who paid it in, or was paid.'),
  method: z.enum(TRUST_TRANSACTION_METHODS),
  number: freeLine(TEXT_LENGTH_MAX.stepReference, 'Of the check, or of the electronic transfer.')
    .nullable()
    .default(null),
  purpose: freeLine(TEXT_LENGTH_MAX.stepReference, "What for, as the client's ledger card shows it."),
  operatingAccountId: id('Where fees went. Default: the default operating account. Only for fees.')
    .nullable()
    .default(null),
  reversed: z.boolean().default(false).openapi({
    description: 'It was recorded by mistake: its inverse is booked, once. A record is never changed.',
  }),
  reversalReason: freeLine(TEXT_LENGTH_MAX.stepReference, 'Why; needed if it is reversed.')
    .nullable()
    .default(null),
});

export const trustTransactionStatementSchema =
  trustTransactionStatementBody.openapi('TrustTransactionStatement');

export type NewTrustTransactionBody = z.infer<typeof newTrustTransactionSchema>;

export const trustTransactionSchema = z
  .object({
    id: z.string(),
    bankAccountId: z.string(),
    type: z.enum(TRUST_TRANSACTION_TYPES).openapi({
      description:
        "cushion_deposit, cushion_withdrawal: the firm's own money for bank charges. bank_charge: the bank took it from there. processor_fee: the payment processor kept it back from trust money that it paid out. interest_credited, interest_remitted: of an IOLTA. unidentified_deposit: its client is not known yet. deposit_identified, deposit_returned: what became of it. reversal: another one was recorded by mistake. other_receipt, other_disbursement, trust_to_operating_fees: what moved a matter's money outside Makewhole, as the firm's own system said.",
    }),
    amount: amountSchema,
    date: z.iso.date(),
    reference: z.string(),
    operatingAccountId: z.string().nullable(),
    depositId: z.string().nullable(),
    matterId: z.string().nullable(),
    reverses: z.string().nullable(),
    evidenceId: z.string().nullable(),
    externalId: z
      .string()
      .nullable()
      .openapi({ description: "Its ID in the firm's own system; null for what a person recorded here." }),
    counterparty: z.string().nullable().openapi({ description: 'Who paid it in, or was paid.' }),
    method: z.enum(TRUST_TRANSACTION_METHODS).nullable(),
    number: z.string().nullable().openapi({ description: 'Of the check, or of the electronic transfer.' }),
    purpose: z.string().nullable().openapi({ description: 'What for; of a reversal, why.' }),
    recordedBy: z.string(),
    recordedAt: instantSchema,
  })
  .openapi('TrustTransaction');

export type TrustTransactionBody = z.infer<typeof trustTransactionSchema>;

export const trustTransactionPageSchema = pageOf(trustTransactionSchema).openapi('TrustTransactionPage');

export const trustTransactionQuery = z.strictObject({
  bankAccountId: z.string().max(100).optional().openapi({ description: 'Only of this trust account.' }),
  ...pageQuery,
});
