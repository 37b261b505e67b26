import { z } from '@hono/zod-openapi';
import { PAYOUT_ITEM_KINDS, PAYOUT_STATUSES } from '@makewhole/domain/payouts';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { accountSchema, amountSchema, instantSchema } from '../http/fields.ts';

const signed = (description: string) => amountSchema.openapi({ description });

const payoutSchema = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    processorPayoutId: z.string().openapi({ description: 'The payment company’s own ID of it.' }),
    bankAccountId: z.string(),
    account: accountSchema,
    amount: signed('What arrives; negative if the company debits the account.'),
    fees: signed(
      'What the company kept. From a trust payout it is the firm’s to pay: its ledger in that account is short by it, and a lawyer is asked to replenish it.',
    ),
    unexplained: signed(
      'By how much it differs from our books, never negative. It is booked once this is zero: nothing is posted to make the numbers agree.',
    ),
    status: z.enum(PAYOUT_STATUSES),
    arrivesOn: z.iso.date(),
    bookedAt: instantSchema.nullable(),
    bankLineId: z
      .string()
      .nullable()
      .openapi({ description: 'The bank’s line that it is, once it is matched.' }),
    items: z
      .array(
        z.object({
          itemId: z.string(),
          kind: z.enum(PAYOUT_ITEM_KINDS),
          subject: z.string().nullable().openapi({
            description: 'The company’s ID of the payment, refund or payout that it is about.',
          }),
          amount: signed('Before the fee.'),
          fee: amountSchema,
        }),
      )
      .openapi({
        description: 'What moved the balance since the payout before; empty until it has arrived.',
      }),
  })
  .openapi('Payout');

export const payoutPageSchema = pageOf(payoutSchema).openapi('PayoutPage');

export const payoutQuery = z.strictObject({
  connectionId: z.string().max(100).optional().openapi({ description: 'Only those of this connection.' }),
  ...pageQuery,
});

export type PayoutBody = z.infer<typeof payoutSchema>;
