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
          'What the money was applied to: invoices; without an invoice, trust money is held for the client and operating money is unapplied. A reversed invoice payment is kept and marked. Empty where the firm got no money.',
      }),
    dispute: z
      .object({
        status: z.enum(DISPUTE_STATUSES).nullable().openapi({
          description: 'Null: the payment is disputed; the processor has not reported how it stands.',
        }),
        openedAt: instantSchema.nullable(),
        closedAt: instantSchema.nullable(),
        reason: z.string().nullable().openapi({ description: "The network's word for it." }),
        amount: amountSchema.nullable(),
        respondBy: instantSchema.nullable().openapi({ description: "The network's deadline." }),
      })
      .nullable()
      .openapi({ description: 'The last dispute of the payment; null where none is known.' }),
    tasks: z.array(paymentTaskSchema).openapi({
      description:
        'What is or was owed about the payment, whatever its refunds: a dispute, a client who is still to be paid, a refund that was made elsewhere.',
    }),
  })
  .openapi('PaymentDetail');

/** By one of the two. */
export const assignmentSchema = z.union([
  z.strictObject({ matterId: z.string().min(1).max(100) }),
  z.strictObject({ matterNumber: z.string().trim().min(1).max(100) }),
]);

export type PaymentDetailBody = z.infer<typeof paymentDetailSchema>;
