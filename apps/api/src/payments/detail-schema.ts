import { z } from '@hono/zod-openapi';
import { DISPUTE_STATUSES } from '@makewhole/domain/payments';
import { paymentTaskSchema } from '../obligations/schemas.ts';
import { trustAuthorizationSchema } from '../obligations/trust-move-body.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  externalIdSchema,
  instantSchema,
  orNull,
} from '../http/fields.ts';
import { freeLine } from '../http/free-text.ts';
import { APPLICATIONS_MAX } from '@makewhole/domain/applied-from-trust';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { LOSSES_DEBIT, LOSS_KINDS } from '@makewhole/domain/losses';
import { paymentSchema } from './schemas.ts';

const returnCodeSchema = z
  .string()
  .regex(/^R\d{2}$/, 'must be an ACH return code, such as R10')
  .openapi({ description: 'The ACH return code.', example: 'R10' });

const appliedFields = {
  itemId: z.string().min(1).max(100).openapi({ description: 'The trust item of the payment.' }),
  invoiceNumber: z.string().trim().min(1).max(100).openapi({ description: 'An invoice of the same matter.' }),
  amount: amountSchema.positive(),
  date: z.iso.date().openapi({ description: 'The day on which the trust account paid the invoice.' }),
};

export const appliedFromTrustSchema = z
  .strictObject({
    applied: z
      .array(
        z.strictObject({
          ...appliedFields,
          reference: freeLine(
            TEXT_LENGTH_MAX.stepReference,
            "The bank's or the firm's reference, such as the number of the trust check.",
          ),
        }),
      )
      .max(APPLICATIONS_MAX)
      .openapi({ description: 'All of them: what is left out is reversed.' }),
  })
  .openapi('AppliedFromTrust');

const paymentTaskDetailSchema = paymentTaskSchema
  .extend({
    authorization: orNull(trustAuthorizationSchema).openapi({
      description: 'Of a move of trust money: the written authorization; null while nobody has given one.',
    }),
    toAuthorize: z
      .object({
        amount: amountSchema,
        currency: currencySchema,
        payee: z.string(),
        purpose: z.string(),
        fromAccount: z.string().openapi({ description: 'The ID of the bank account that the money leaves.' }),
        toAccount: z.string().nullable().openapi({ description: 'Null if the money leaves the firm.' }),
      })
      .nullable()
      .openapi({
        description:
          'What a lawyer authorizes with POST /v1/obligations/{id}/authorize; null if there is nothing to authorize.',
      }),
  })
  .openapi('PaymentTaskDetail');

export const paymentDetailSchema = paymentSchema
  .extend({
    appliedFromTrust: z
      .array(
        z.object({
          ...appliedFields,
          id: z.string(),
          reference: z.string(),
          recordedBy: z.string(),
          recordedAt: instantSchema,
        }),
      )
      .openapi({
        description:
          'What of its trust money has paid invoices from trust since, oldest first. It is in operating now, and its refund leaves operating.',
      }),
    allocations: z
      .array(
        z.object({
          account: accountSchema,
          invoiceNumber: z.string().nullable(),
          invoiceExternalId: externalIdSchema.nullable(),
          kind: z.literal('surcharge').nullable(),
          amount: amountSchema,
          reversedAt: instantSchema.nullable(),
          reversedByRefundId: z.string().nullable(),
        }),
      )
      .openapi({
        description:
          'What the money was applied to. Without an invoice, trust money is held for the client and operating money is a surcharge or unapplied. A reversed invoice payment is kept and marked. Empty if the firm received no money.',
      }),
    dispute: z
      .object({
        status: z.enum(DISPUTE_STATUSES).nullable().openapi({
          description: 'Null if the payment is disputed but the processor has not reported the status.',
        }),
        openedAt: instantSchema.nullable(),
        closedAt: instantSchema.nullable(),
        reason: z.string().nullable().openapi({ description: 'As given by the card network.' }),
        amount: amountSchema.nullable(),
        respondBy: instantSchema.nullable().openapi({ description: "The card network's deadline." }),
      })
      .nullable()
      .openapi({ description: 'The latest dispute of the payment; null if none is known.' }),
    returnCode: z.string().nullable().openapi({
      description:
        'Why the bank returned the payment, such as R01 or R10; null if it did not, or nobody said.',
    }),
    losses: z
      .array(
        z.object({
          kind: z.enum(LOSS_KINDS),
          status: z.enum(DISPUTE_STATUSES),
          amount: amountSchema,
          fee: amountSchema,
          withdrawn: z.boolean().openapi({ description: 'False for an inquiry, which takes no money.' }),
          debits: z.enum(LOSSES_DEBIT).openapi({ description: 'Where the bank took it.' }),
          knownAt: instantSchema,
          closedAt: instantSchema.nullable(),
        }),
      )
      .openapi({ description: 'Each time that the bank took the money back, or may: oldest first.' }),
    tasks: z.array(paymentTaskDetailSchema).openapi({
      description:
        'Obligations about the payment itself, open or completed: a dispute, a client who still has to be paid, an external refund, a trust account that is short, and what a loss owes.',
    }),
  })
  .openapi('PaymentDetail');

export const lateReturnSchema = z
  .strictObject({
    date: z.iso.date().openapi({ description: 'The day on which the bank took the money.' }),
    amount: amountSchema.positive().openapi({ description: "At most the payment's." }),
    evidenceId: z
      .string()
      .max(100)
      .openapi({ description: "The bank's letter, uploaded with POST /v1/evidence." }),
    returnCode: returnCodeSchema.optional(),
    debitedFrom: accountSchema.optional().openapi({
      description: "The account that the bank took it from. Default: by the firm's rule for losses.",
    }),
  })
  .openapi('LateReturn');

export type PaymentDetailBody = z.infer<typeof paymentDetailSchema>;
