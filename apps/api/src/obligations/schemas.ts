import { z } from '@hono/zod-openapi';
import { INVOICE_DECISIONS } from '@makewhole/domain/invoice-decisions';
import { OBLIGATION_KINDS, OBLIGATION_STATUSES } from '@makewhole/domain/obligations';
import { ROLES } from '@makewhole/domain/roles';
import { TRUST_METHODS } from '@makewhole/domain/trust-authority';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { NAMES_ITS_PAYMENT, invoiceDecisionFields, namesItsPayment } from './invoice-decision-fields.ts';
import { freeText } from '../http/free-text.ts';
import { repaymentAnswers, repaymentFacts } from './repayment-answers.ts';
import { unclaimedAnswers } from './unclaimed-answers.ts';
import { countedPageOf, flag, pageQuery } from '../http/define-route.ts';
import { amountSchema, currencySchema, instantSchema, orNull } from '../http/fields.ts';

export const obligationSchema = z
  .object({
    id: z.string(),
    kind: z.enum(OBLIGATION_KINDS),
    status: z.enum(OBLIGATION_STATUSES),
    owner: z.enum(ROLES).openapi({ description: 'The role that has to complete it.' }),
    subject: z
      .string()
      .openapi({ description: 'What it is about, if a refund may have several of a kind; else empty.' }),
    summary: z.string().openapi({ description: 'What has to be done, in plain words.' }),
    amount: amountSchema.nullable(),
    openedAt: instantSchema,
    dueAt: instantSchema,
    settledAt: instantSchema.nullable(),
    settledBy: z.string().nullable(),
    decision: z.enum(INVOICE_DECISIONS).nullable(),
    proposed: z.enum(['paid_otherwise']).nullable().openapi({
      description:
        'For an invoice decision, what the books say: by them nothing is open on the invoice, because another payment paid it.',
    }),
    payingTransactionId: z.string().nullable().openapi({
      description:
        'The payment that paid the invoice: proposed while the decision is open, then the one that it names.',
    }),
  })
  .openapi('Obligation');

export type ObligationBody = z.infer<typeof obligationSchema>;

const queuedObligationSchema = obligationSchema
  .extend({
    refundId: z.string().nullable().openapi({
      description:
        'Null if it is about the payment itself, such as a dispute: complete it with POST /v1/obligations/{id}/settle.',
    }),
    transactionId: z.string().openapi({
      description:
        "The payment; empty if it is about a bank account or a connection. If a trust account's own ledger is short, the trust transaction that made it so; `subject` is the account.",
    }),
    bankAccountId: z.string().nullable().openapi({
      description:
        'The bank account, if it is about one: its month end of the month in `subject` completes it, or for trust_balance_... an imported balance that agrees, of the matter in `subject`.',
    }),
    connectionId: z.string().nullable().openapi({
      description:
        'The connection to a payment company, if it is about one: replacing its credentials completes it.',
    }),
    currency: currencySchema,
    payerName: z.string(),
    matterNumber: z.string().nullable().openapi({ description: 'Null if the payment belongs to no matter.' }),
  })
  .openapi('QueuedObligation');

export type QueuedObligationBody = z.infer<typeof queuedObligationSchema>;

export const obligationPageSchema = countedPageOf(queuedObligationSchema).openapi('ObligationPage');

export const obligationListQuery = z.strictObject({
  kind: z.enum(OBLIGATION_KINDS).optional(),
  owner: z.enum(ROLES).optional(),
  mine: flag('true: only obligations that the caller may complete.'),
  overdue: flag('true: only overdue obligations.'),
  ...pageQuery,
});

export const obligationIdParam = z.object({ id: z.string() });

const evidenceId = z.string().max(100).openapi({ description: 'A file uploaded with POST /v1/evidence.' });
const noteOf = (description: string) => freeText(TEXT_LENGTH_MAX.note, description);

const stepReference = (description: string) => freeText(TEXT_LENGTH_MAX.stepReference, description);
const transferFacts = {
  amount: amountSchema.positive(),
  date: z.iso.date().openapi({ description: 'The day that the bank or the trust ledger shows.' }),
  reference: stepReference("The bank's or the trust ledger's reference."),
  note: noteOf('For the firm only.').optional(),
};
const replenished = {
  kind: z.literal('trust_replenish'),
  ...transferFacts,
  amount: transferFacts.amount.openapi({ description: 'At most the shortage. The rest stays owed.' }),
};

/**
 * How the client was paid after a failed refund, what was sent in a dispute (B16), how a trust shortage was replenished
 * (B4), or what was done about a payment that the bank took back.
 */
export const paymentTaskAnswerSchema = z
  .union([
    z.strictObject({ kind: z.literal('dispute'), note: noteOf('What was sent, and to whom.') }),
    z.strictObject({
      kind: z.literal('trace_missing'),
      note: noteOf('What the processor or the client said.'),
    }),
    ...repaymentAnswers,
    ...unclaimedAnswers,
    z.strictObject({ ...replenished, evidenceId }),
    z.strictObject({
      ...replenished,
      trustLineId: z.string().max(100).openapi({ description: 'The bank line of the trust account.' }),
      operatingLineId: z
        .string()
        .max(100)
        .openapi({ description: 'The bank line of the operating account.' }),
    }),
    z.strictObject({
      kind: z.enum(['trust_payment', 'trust_deposit', 'trust_transfer', 'trust_restore']),
      ...transferFacts,
      method: z.enum(TRUST_METHODS).optional(),
      evidenceId: evidenceId.optional(),
    }),
    z.strictObject({
      kind: z.literal('trust_restore'),
      outcome: z
        .literal('not_made')
        .openapi({ description: 'The transfer from trust was not made and will not be. Only a lawyer.' }),
      note: noteOf('What became of the check or the transfer.'),
      evidenceId: evidenceId.optional(),
    }),
    z
      .strictObject({
        kind: z.literal('invoice_decision'),
        ...invoiceDecisionFields,
        note: noteOf('For the firm only.').optional(),
      })
      .refine(namesItsPayment, NAMES_ITS_PAYMENT),
  ])
  .openapi('PaymentTaskAnswer');

export const authorizeTrustStepSchema = z
  .strictObject({
    method: z
      .enum(TRUST_METHODS)
      .openapi({ description: 'By check, by electronic transfer, or between accounts at one bank.' }),
    reference: stepReference('The number of the check, or the reference of the transfer.').nullish(),
    evidenceId: evidenceId.nullish(),
  })
  .openapi('AuthorizeTrustStepRequest');

export type PaymentTaskAnswer = z.infer<typeof paymentTaskAnswerSchema>;

/** What a person recorded, of whichever kind the task is. */
const recordedAnswerSchema = z
  .object({
    ...repaymentFacts,
    outcome: z.string().optional(),
    refundId: z.string().optional(),
    amount: amountSchema.optional(),
    trustLineId: z.string().optional(),
    operatingLineId: z.string().optional(),
    decision: z.enum(INVOICE_DECISIONS).optional(),
    method: z.enum(TRUST_METHODS).optional(),
    payingTransactionId: z.string().optional(),
  })
  .openapi('RecordedTaskAnswer');

/** An obligation about a payment, and how it was completed. */
export const paymentTaskSchema = obligationSchema
  .extend({
    answer: orNull(recordedAnswerSchema).openapi({ description: 'Null while it is open.' }),
    claim: z
      .object({ answer: z.object(repaymentFacts), by: z.string(), at: instantSchema })
      .nullable()
      .openapi({
        description:
          'For a repayment: what one person recorded. It is done once a second person sends the same; null if nobody has, or it is done.',
      }),
  })
  .openapi('PaymentTask');

export type PaymentTaskBody = z.infer<typeof paymentTaskSchema>;
