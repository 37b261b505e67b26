import { z } from '@hono/zod-openapi';
import { DELIVERY_STATUSES, WEBHOOK_EVENTS } from '@makewhole/domain/webhooks';
import { hasControlCharacters } from '@makewhole/domain/visible-text';
import { freeLine } from '../http/free-text.ts';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

const URL_LENGTH_MAX = 2_000;
const DESCRIPTION_LENGTH_MAX = 200;

const eventTypesSchema = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .nullable()
  .openapi({ description: 'The event types that it receives; null for all, including future ones.' });

const endpointFields = {
  url: z
    .string()
    .max(URL_LENGTH_MAX)
    .refine(
      (url) => !/\s/.test(url) && !hasControlCharacters(url),
      'must not contain spaces or line breaks; write it as https://host/path',
    )
    .openapi({ example: 'https://pms.example.com/makewhole' }),
  description: freeLine(DESCRIPTION_LENGTH_MAX, 'What people recognize it by.'),
  eventTypes: eventTypesSchema,
};

export const newEndpointSchema = z
  .strictObject({ ...endpointFields, eventTypes: eventTypesSchema.default(null) })
  .openapi('NewWebhookEndpoint');

export const endpointChangesSchema = z
  .strictObject({
    ...endpointFields,
    enabled: z.boolean().openapi({ description: 'Enabling it again resets its failures.' }),
  })
  .partial()
  .openapi('WebhookEndpointChanges');

export const endpointSchema = z
  .object({
    id: z.string(),
    ...endpointFields,
    // As it is called: its normal form may be longer than what was sent.
    url: z.string(),
    description: z.string(),
    enabled: z.boolean(),
    disabledAt: instantSchema.nullable(),
    disabledBecause: z
      .enum(['person', 'failing', 'gone'])
      .nullable()
      .openapi({ description: 'failing: nothing but failures for five days; gone: it answered 410.' }),
    failingSince: instantSchema
      .nullable()
      .openapi({ description: 'When it started to fail; null while it works.' }),
    previousSecretUntil: instantSchema.nullable().openapi({
      description: 'After a rotation: until then, messages are also signed with the previous secret.',
    }),
    createdAt: instantSchema,
  })
  .openapi('WebhookEndpoint');

/** Only for a newly created secret, which is shown once. */
export const endpointWithSecretSchema = endpointSchema
  .extend({ secret: z.string().openapi({ example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }) })
  .openapi('WebhookEndpointWithSecret');

export const endpointListSchema = z.object({ data: z.array(endpointSchema) }).openapi('WebhookEndpointList');

export type EndpointBody = z.infer<typeof endpointSchema>;

export const deliverySchema = z
  .object({
    id: z.string(),
    endpointId: z.string(),
    eventId: z.string().openapi({
      description: 'The webhook-id that the receiver sees: the same for every attempt and redelivery.',
    }),
    type: z.string(),
    payload: z.record(z.string(), z.unknown()),
    status: z
      .enum(DELIVERY_STATUSES)
      .openapi({ description: 'dropped: the endpoint was disabled before it was delivered.' }),
    attempts: z.int(),
    lastStatus: z
      .int()
      .nullable()
      .openapi({ description: 'The HTTP status of the last answer; null if there was none.' }),
    lastError: z.string().nullable(),
    lastDurationMs: z.int().nullable(),
    lastAttemptAt: instantSchema.nullable(),
    deliveredAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .openapi('WebhookDelivery');

export type DeliveryBody = z.infer<typeof deliverySchema>;

export const deliveryQuery = z.strictObject({
  endpointId: z.string().max(100).optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  ...pageQuery,
});

export const deliveryPageSchema = pageOf(deliverySchema).openapi('WebhookDeliveryPage');
