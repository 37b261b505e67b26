import { z } from '@hono/zod-openapi';
import { DISPUTE_KINDS } from '@makewhole/domain/disputes';
import { PACK_DOCUMENTS_MAX, PACK_SECTIONS } from '@makewhole/domain/evidence-pack';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { REFUND_STATUSES } from '@makewhole/domain/refund-states';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';
import { freeLine, freeText } from '../http/free-text.ts';

export const packRequestSchema = z
  .strictObject({
    sections: z.array(z.enum(PACK_SECTIONS)).max(PACK_SECTIONS.length).openapi({
      description:
        'What goes in. `matter` and `notes` may hold confidences of the client, and the pack goes to a card network: choose them only where they are needed.',
    }),
    statement: freeText(
      TEXT_LENGTH_MAX.disputeStatement,
      'What the firm says of it, in its own words.',
    ).optional(),
    documents: z
      .array(
        z.strictObject({
          evidenceId: z.string().max(100).openapi({ description: 'A file uploaded with POST /v1/evidence.' }),
          title: freeLine(TEXT_LENGTH_MAX.documentTitle, 'What the document is.'),
        }),
      )
      .max(PACK_DOCUMENTS_MAX)
      .default([])
      .openapi({ description: 'Files that are sent beside the pack: it lists them with their hashes.' }),
  })
  .openapi('EvidencePackRequest');

const itemSchema = z.object({ description: z.string(), amount: amountSchema });

const contentSchema = z
  .object({
    firm: z.object({ name: z.string(), timeZone: z.string() }),
    dispute: z.object({
      id: z.string(),
      processorDisputeId: z.string(),
      kind: z.enum(DISPUTE_KINDS),
      reason: z.string().nullable(),
      networkCode: z.string().nullable(),
      amount: amountSchema,
      currency: currencySchema,
      openedAt: instantSchema,
      respondBy: instantSchema.nullable(),
    }),
    sections: z.array(z.enum(PACK_SECTIONS)).readonly(),
    statement: z.string(),
    documents: z
      .array(
        z.object({
          evidenceId: z.string(),
          title: z.string(),
          mediaType: z.string(),
          size: z.int(),
          sha256: z.string(),
        }),
      )
      .readonly(),
    refund: z
      .object({
        id: z.string(),
        status: z.enum(REFUND_STATUSES),
        amount: amountSchema,
        currency: currencySchema,
        requestedAt: instantSchema,
        settledAt: instantSchema.nullable(),
        processorRefundId: z.string().nullable(),
        traceNumber: z.string().nullable(),
      })
      .nullable()
      .optional(),
    payment: z
      .object({
        transactionId: z.string(),
        amount: amountSchema,
        currency: currencySchema,
        method: z.enum(PAYMENT_METHODS),
        last4: z.string(),
        payerName: z.string(),
        payerEmail: z.string().nullable(),
        createdAt: instantSchema,
        settledAt: instantSchema.nullable(),
        items: z.array(itemSchema).readonly(),
      })
      .optional(),
    invoices: z
      .array(
        z.object({
          number: z.string(),
          issuedAt: instantSchema,
          total: amountSchema,
          applied: amountSchema,
          reversedAt: instantSchema.nullable(),
        }),
      )
      .readonly()
      .optional(),
    emails: z
      .array(
        z.object({
          event: z.string(),
          recipientName: z.string(),
          recipientEmail: z.string(),
          sentAt: instantSchema,
        }),
      )
      .readonly()
      .optional(),
    history: z
      .object({
        events: z.array(z.object({ at: instantSchema, type: z.string() })).readonly(),
        headHash: z.string(),
      })
      .nullable()
      .optional(),
    matter: z.object({ number: z.string(), name: z.string(), client: z.string() }).nullable().optional(),
    notes: z
      .array(
        z.object({
          kind: z.enum(['reason', 'internal_note']),
          at: instantSchema,
          by: z.string(),
          text: z.string(),
        }),
      )
      .readonly()
      .optional(),
  })
  .openapi('EvidencePackContent', {
    description: 'A section that was not chosen is left out.',
  });

export const evidencePackSchema = z
  .object({
    id: z.string(),
    madeAt: instantSchema,
    madeBy: z.object({ id: z.string(), name: z.string() }),
    contentHash: z.string(),
    content: contentSchema,
  })
  .openapi('EvidencePack');
export type EvidencePackBody = z.infer<typeof evidencePackSchema>;
