import { z } from '@hono/zod-openapi';
import { DISPUTE_SORTS } from '@makewhole/db/disputes/list-disputes';
import { DISPUTE_KINDS, DISPUTE_RESPONSES, DISPUTE_STATES } from '@makewhole/domain/disputes';
import { PACK_SECTIONS } from '@makewhole/domain/evidence-pack';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { LEDGER_ACCOUNTS } from '@makewhole/domain/postings';
import { pageOf, pageQuery } from '../http/define-route.ts';
import {
  accountSchema,
  amountSchema,
  currencySchema,
  instantSchema,
  rangeQuery,
  searchText,
} from '../http/fields.ts';
import { paymentTaskSchema } from '../obligations/schemas.ts';

const disputeSchema = z
  .object({
    id: z.string(),
    transactionId: z.string(),
    processorDisputeId: z
      .string()
      .openapi({ description: "The processor's own ID of it; empty if it named none." }),
    kind: z
      .enum(DISPUTE_KINDS)
      .openapi({ description: 'An inquiry asks a question; a chargeback takes the money.' }),
    state: z.enum(DISPUTE_STATES).openapi({
      description:
        'needs_response: the network waits for the firm. under_review: evidence was sent. accepted: the firm does not contest it. given_back: lost, and given back by the bank later.',
    }),
    reason: z
      .string()
      .nullable()
      .openapi({ description: 'As the processor names it; null if it gave none.' }),
    networkCode: z
      .string()
      .nullable()
      .openapi({ description: "The card network's own code, such as 10.4; null if not reported." }),
    amount: amountSchema,
    fee: amountSchema.openapi({ description: 'What the processor charged for it so far.' }),
    currency: currencySchema,
    respondBy: instantSchema
      .nullable()
      .openapi({ description: "The card network's deadline; null if the processor reports none." }),
    openedAt: instantSchema,
    closedAt: instantSchema.nullable(),
    response: z
      .enum(DISPUTE_RESPONSES)
      .nullable()
      .openapi({ description: 'What the firm did; null while it did nothing.' }),
    respondedAt: instantSchema.nullable(),
    respondedBy: z.string().nullable(),
    responseReference: z.string().nullable(),
    payerName: z.string(),
    method: z.enum(PAYMENT_METHODS),
    last4: z.string(),
    matter: z
      .object({ number: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: 'Null if the payment belongs to no matter.' }),
  })
  .openapi('Dispute');

const countSchema = z.object({
  count: z.int(),
  amount: amountSchema.openapi({ description: 'What they come to.' }),
});

export const disputePageSchema = pageOf(disputeSchema)
  .extend({
    counts: z
      .object({
        needs_response: countSchema,
        under_review: countSchema,
        won: countSchema,
        lost: countSchema,
        given_back: countSchema,
        accepted: countSchema,
      })
      .openapi({ description: 'How many the list has in each state, whatever `state` says.' }),
  })
  .openapi('DisputePage');

export const disputeListQuery = z.strictObject({
  state: z.enum(DISPUTE_STATES).optional().openapi({ description: 'Only disputes in this state.' }),
  q: searchText,
  ...rangeQuery,
  sort: z.enum(DISPUTE_SORTS).default('-opened'),
  ...pageQuery,
});

const packListedSchema = z.object({
  id: z.string(),
  madeAt: instantSchema,
  madeBy: z.object({ id: z.string(), name: z.string() }),
  contentHash: z.string().openapi({
    description: 'SHA-256 of its content as canonical JSON; the timeline of the firm has it too.',
  }),
});

export const disputeDetailSchema = disputeSchema
  .extend({
    rounds: z
      .array(
        z.object({
          amount: amountSchema,
          fee: amountSchema,
          withdrawn: z.boolean().openapi({ description: 'False for an inquiry, which takes no money.' }),
          knownAt: instantSchema,
          closedAt: instantSchema.nullable(),
        }),
      )
      .openapi({ description: 'Each time that the bank took the money, oldest first.' }),
    postings: z
      .array(
        z.object({
          step: z.string().openapi({ description: 'What it books, such as dispute_opened.' }),
          leg: accountSchema,
          entries: z.array(z.object({ account: z.enum(LEDGER_ACCOUNTS), amount: amountSchema })),
        }),
      )
      .openapi({ description: 'What was posted for it, in order; each sums to zero.' }),
    task: paymentTaskSchema
      .nullable()
      .openapi({ description: 'The obligation to respond, open or completed; null if there was none.' }),
    evidencePacks: z
      .array(packListedSchema)
      .openapi({ description: 'The packs that were made to answer it, newest first.' }),
    available: z.array(z.enum(PACK_SECTIONS)).openapi({
      description: 'The sections of an evidence pack that would have something to show.',
    }),
    refundId: z
      .string()
      .nullable()
      .openapi({ description: 'The refund of the payment that moved money; null if there is none.' }),
  })
  .openapi('DisputeDetail');
export type DisputeDetailBody = z.infer<typeof disputeDetailSchema>;
