import { z } from '@hono/zod-openapi';
import { UNCLAIMED_KINDS, UNCLAIMED_MAX } from '@makewhole/domain/unclaimed';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

export const unclaimedReportSchema = z
  .object({
    asOf: instantSchema,
    currency: currencySchema,
    isComplete: z.boolean().openapi({
      description: `False if there are more than ${UNCLAIMED_MAX} of a kind: the oldest are listed.`,
    }),
    items: z.array(
      z.object({
        kind: z.enum(UNCLAIMED_KINDS),
        owner: z.string(),
        amount: amountSchema,
        matterNumber: z.string().nullable(),
        transactionId: z.string().nullable(),
        postingId: z.string().nullable().openapi({
          description: 'Of a check: match its bank line with it, if the bank did pay it.',
        }),
        bankAccountId: z.string().nullable(),
        reference: z.string().nullable().openapi({ description: 'The number of a check.' }),
        lastContactOn: z.iso.date().openapi({
          description: 'The last day on which our records show the owner, or that the money moved.',
        }),
        state: z.string().nullable(),
        dormantOn: z.iso.date().nullable().openapi({
          description: "From when the state presumes it abandoned; null if its profile doesn't say.",
        }),
      }),
    ),
  })
  .openapi('UnclaimedReport');

export type UnclaimedReportBody = z.infer<typeof unclaimedReportSchema>;
