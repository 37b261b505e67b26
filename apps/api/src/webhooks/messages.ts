// What Makewhole posts to a firm's endpoints, for the `webhooks` of the OpenAPI document: thin events, and the messages
// with what the firm's own system needs to book the same (ADR 56).
import { z, type RouteConfig } from '@hono/zod-openapi';
import type { BookMessageType } from '@makewhole/domain/book-messages';
import { INVOICE_DECISIONS } from '@makewhole/domain/invoice-decisions';
import { TRUST_MOVES } from '@makewhole/domain/obligations';
import type { NoticeType } from '@makewhole/domain/notices';
import { TIMELINE_WEBHOOK_EVENTS } from '@makewhole/domain/refund-events';
import { jsonOf } from '../http/define-route.ts';
import { amountSchema, currencySchema, instantSchema, transactionIdSchema } from '../http/fields.ts';

const ofRefund = {
  id: z.string().openapi({ description: 'The refund.', example: 'rf_0190f2c6b7a47c3e9d1f5a8b6c4d2e10' }),
  transactionId: transactionIdSchema,
  version: z.int().openapi({ description: 'Grows with each event of the refund.' }),
};

const external = z
  .object({ externalId: z.string() })
  .nullable()
  .openapi({ description: "By the firm's own system's ID; null if Makewhole does not know it." });

const entryFields = {
  ...ofRefund,
  entry: z.string().openapi({
    description:
      'What the message is about. Of all messages about one entry, the one with the highest `version` says how it stands.',
  }),
  amount: amountSchema,
  currency: currencySchema,
  date: z.iso.date().openapi({
    description:
      "The day to book it on: when the money moved, otherwise the day of the event in the firm's zone.",
  }),
  matter: external,
  client: external,
};

const invoiceFields = {
  ...entryFields,
  invoice: z.object({ externalId: z.string() }),
  allocation: z
    .object({ id: z.string() })
    .openapi({ description: 'The part of the payment that paid this invoice.' }),
};

const trustFields = {
  ...entryFields,
  trustAccountId: z.string().nullable().openapi({ description: 'The trust account with the money.' }),
};

const eventData = z.object(ofRefund);
const reversalData = z.object(invoiceFields);
const decisionData = z.object({
  ...invoiceFields,
  decision: z.enum(INVOICE_DECISIONS),
  payingTransactionId: z
    .string()
    .nullable()
    .openapi({ description: 'For paid_otherwise: the payment that paid the invoice.' }),
});
const decisionUndoneData = z.object({
  ...invoiceFields,
  decision: z.enum(['write_off', 'credit_note']),
});
const stepData = z.object({
  ...trustFields,
  step: z.enum(TRUST_MOVES),
  correction: z
    .int()
    .openapi({ description: '0 for the first record; 1, 2, 3, ... for each correction, which replaces it.' }),
});
const stepUndoneData = z.object({ ...trustFields, step: z.enum(['payment', 'deposit']) });
const disbursementData = z.object(trustFields);

const DATA_OF = {
  'refund.invoice_reversed': ['The invoice payment is reversed: the invoice is open again.', reversalData],
  'refund.invoice_reversal_undone': [
    'The invoice payment stands again, and a decision about it is void.',
    reversalData,
  ],
  'refund.invoice_decided': ['A person decided what becomes of the invoice.', decisionData],
  'refund.invoice_decision_undone': ['The write-off or credit note is taken back.', decisionUndoneData],
  'refund.trust_step_recorded': ['A trust step was taken, or its record was corrected.', stepData],
  'refund.trust_step_undone': ['The trust step did not happen after all.', stepUndoneData],
  'refund.trust_disbursed': ['The payment processor paid the refund out of trust.', disbursementData],
  'refund.trust_disbursement_undone': ['That money is back in trust.', disbursementData],
} as const satisfies Readonly<Record<BookMessageType, readonly [string, z.ZodType]>>;

const voidData = z.object({
  id: z.string().openapi({ description: 'The void.' }),
  transactionId: transactionIdSchema,
});
const disputeData = z.object({
  transactionId: transactionIdSchema,
  outcome: z.enum(['open', 'won', 'lost']).optional().openapi({ description: 'For dispute.closed.' }),
});
const differenceData = z.object({
  id: z.string().openapi({ description: 'The difference.' }),
  kind: z.string(),
  transactionId: transactionIdSchema,
  refundId: z.string().nullable().openapi({ description: 'Null if it is about none of our refunds.' }),
});
const reconciliationData = z.object({
  id: z.string().openapi({ description: 'The reconciliation.' }),
  outcome: z.enum(['complete', 'failed']),
});

const NOTICE_OF = {
  'void.outcome_unknown': [
    'No clear answer about the void has come yet: Makewhole goes on asking.',
    voidData,
  ],
  'void.voided': ['The authorization is voided.', voidData],
  'void.refused': ['The void was refused: ask for it to see why.', voidData],
  'dispute.opened': ['The payment is disputed: ask for it.', disputeData],
  'dispute.closed': ['The dispute has ended.', disputeData],
  'reconciliation.difference_found': [
    'A reconciliation, or the payment processor, found a difference.',
    differenceData,
  ],
  'reconciliation.finished': ['A reconciliation has ended.', reconciliationData],
} as const satisfies Readonly<Record<NoticeType, readonly [string, z.ZodType]>>;

/** The `data` of a message about the books. */
export function dataSchemaOf(type: BookMessageType): z.ZodType {
  return DATA_OF[type][1];
}

/** Each webhook, as the OpenAPI document lists it; the thin events are one. */
export function webhookMessages(): RouteConfig[] {
  return [
    webhookOf(
      'event',
      'Something happened to the refund: ask for it.',
      z.enum(TIMELINE_WEBHOOK_EVENTS),
      eventData,
    ),
    ...Object.entries({ ...DATA_OF, ...NOTICE_OF }).map(([type, [summary, data]]) =>
      webhookOf(type, summary, z.literal(type), data),
    ),
  ];
}

function webhookOf(name: string, summary: string, type: z.ZodType, data: z.ZodType): RouteConfig {
  const body = z.object({
    type: type.openapi({ description: 'What happened.' }),
    timestamp: instantSchema.openapi({ description: 'When it happened: RFC 3339, UTC.' }),
    data,
  });
  return {
    method: 'post',
    path: name,
    operationId: `on${pascal(name === 'event' ? 'refund.event' : name)}`,
    tags: ['Webhooks'],
    summary,
    description:
      'Signed as Standard Webhooks says: verify `webhook-signature` over `{webhook-id}.{webhook-timestamp}.{body}` before you read it. It comes at least once, and in any order. Answer within ten seconds.',
    security: [],
    request: {
      headers: z.object({
        'webhook-id': z.string().openapi({
          description: 'The same for every attempt and redelivery: what you have seen before, skip.',
          example: 'msg_0190f2c6b7a47c3e9d1f5a8b6c4d2e10',
        }),
        'webhook-timestamp': z.string().openapi({
          description: 'When this attempt was signed, in seconds since 1970. Refuse one that is minutes old.',
          example: '1796140645',
        }),
        'webhook-signature': z.string().openapi({
          description:
            '`v1,` and the HMAC-SHA256 in base64, under the secret of the endpoint; several, separated by spaces, for a day after a rotation.',
          example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
        }),
      }),
      body: { required: true, content: jsonOf(body) },
    },
    responses: { '2XX': { description: 'Received; anything else is retried for three days.' } },
  };
}

/** RefundInvoiceReversed of refund.invoice_reversed. */
function pascal(name: string): string {
  return name.replaceAll(/(?:^|[._])[a-z]/g, (start) => start.replace(/[._]/, '').toUpperCase());
}
