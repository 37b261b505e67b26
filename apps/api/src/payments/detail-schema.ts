import { z } from '@hono/zod-openapi';
import { DISPUTE_STATUSES } from '@makewhole/domain/payments';
import { paymentTaskSchema } from '../obligations/schemas.ts';
import { accountSchema, amountSchema, instantSchema } from '../http/fields.ts';
import { paymentSchema } from './schemas.ts';

export const paymentDetailSchema = paymentSchema
  .extend({
    allocations: z
      .array(
        z.object({
          account: accountSchema,
          invoiceNumber: z.string().nullable(),
          amount: amountSchema,
          reversedAt: instantSchema.nullable(),
          reversedByRefundId: z.string().nullable(),
        }),
      )
      .openapi({
        description:
          'What the money was applied to. Without an invoice, trust money is held for the client and operating money is unapplied. A reversed invoice payment is kept and marked. Empty if the firm received no money.',
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
    tasks: z.array(paymentTaskSchema).openapi({
      description:
        'Obligations about the payment itself, open or completed: a dispute, a client who still has to be paid, an external refund.',
    }),
  })
  .openapi('PaymentDetail');

/** By the ID or the number of the matter. */
export const assignmentSchema = z.union([
  z.strictObject({ matterId: z.string().min(1).max(100) }),
  z.strictObject({ matterNumber: z.string().trim().min(1).max(100) }),
]);

export type PaymentDetailBody = z.infer<typeof paymentDetailSchema>;
