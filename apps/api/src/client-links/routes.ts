import { z } from '@hono/zod-openapi';
import { CLIENT_STATUSES, CLIENT_TOKEN_LENGTH } from '@makewhole/domain/client-links';
import { PAYMENT_METHODS } from '@makewhole/domain/payments';
import { PUBLIC_BODY_BYTES_MAX, defineRoute, jsonOf } from '../http/define-route.ts';
import { amountSchema, currencySchema, instantSchema } from '../http/fields.ts';

const tags = ['Clients'];
const params = z.object({ id: z.string() });

const clientLinkSchema = z
  .object({
    id: z.string(),
    madeAt: instantSchema,
    madeBy: z
      .string()
      .nullable()
      .openapi({ description: 'The name of who made it; null if it was made for an email.' }),
    expiresAt: instantSchema,
    revokedAt: instantSchema.nullable(),
    works: z.boolean().openapi({ description: 'Whether it opens the page now.' }),
  })
  .openapi('ClientLink');
export type ClientLinkBody = z.infer<typeof clientLinkSchema>;

const madeLinkSchema = clientLinkSchema
  .extend({
    url: z.string().openapi({ description: 'Shown this once: only a hash of its token is stored.' }),
  })
  .openapi('MadeClientLink');

const clientRefundSchema = z
  .object({
    firm: z.object({
      name: z.string(),
      timeZone: z.string(),
      letterhead: z
        .object({ address: z.string(), phone: z.string(), email: z.string() })
        .openapi({ description: 'Whom to call or write to; empty where the firm said nothing.' }),
    }),
    status: z.enum(CLIENT_STATUSES).openapi({
      description:
        'Where the refund is. at_bank: the processor has paid it to the client’s bank. ended: it pays nobody, and the client should ask the firm.',
    }),
    amount: amountSchema,
    currency: currencySchema,
    method: z.enum(PAYMENT_METHODS),
    last4: z.string(),
    traceNumber: z
      .string()
      .nullable()
      .openapi({ description: "By which the client's bank finds the money; null while there is none." }),
    requestedAt: instantSchema,
    acceptedAt: instantSchema.nullable(),
    settledAt: instantSchema.nullable(),
    expected: z.object({ earliest: z.iso.date(), latest: z.iso.date() }),
  })
  .openapi('ClientRefund');

export const makeClientLinkRoute = defineRoute('/v1/refunds/{id}/client-links', 'client.inform', {
  method: 'post',
  operationId: 'makeClientLink',
  tags,
  summary: 'Make a link for the client',
  description:
    'By it the client sees, without a sign-in, where the refund is and the trace number for their bank; no matter, no reason. It works for 60 days, or until it is revoked. The URL is in this answer only.',
  problems: ['refund_not_found', 'client_links_off', 'too_many_client_links'],
  request: { params },
  responses: { 201: { description: 'The link', content: jsonOf(madeLinkSchema) } },
});

export const listClientLinksRoute = defineRoute('/v1/refunds/{id}/client-links', 'client.inform', {
  method: 'get',
  operationId: 'listClientLinks',
  tags,
  summary: "List a refund's links for the client",
  description: 'The newest first, without their URLs.',
  problems: ['refund_not_found'],
  request: { params },
  responses: {
    200: {
      description: 'The links',
      content: jsonOf(z.object({ data: z.array(clientLinkSchema) }).openapi('ClientLinks')),
    },
  },
});

export const revokeClientLinkRoute = defineRoute('/v1/client-links/{id}/revoke', 'client.inform', {
  method: 'post',
  operationId: 'revokeClientLink',
  tags,
  summary: 'Revoke a link for the client',
  description: 'It opens nothing any more, at once. Repeating it is safe.',
  problems: ['client_link_not_found'],
  request: { params },
  responses: { 200: { description: 'The link', content: jsonOf(clientLinkSchema) } },
});

export const openClientLinkRoute = defineRoute(
  '/v1/client-links/open',
  'public',
  {
    method: 'post',
    operationId: 'openClientLink',
    tags,
    summary: 'See a refund by a link for the client',
    description:
      'Changes nothing. A token that is wrong, expired or revoked, or whose firm gives no links any more, has the same answer.',
    problems: ['client_link_not_found', 'too_many_tries'],
    request: {
      body: {
        required: true,
        content: jsonOf(
          z
            .strictObject({
              token: z
                .string()
                .max(200)
                .openapi({
                  description: `The last part of the link: ${CLIENT_TOKEN_LENGTH} characters.`,
                }),
            })
            .openapi('OpenClientLinkRequest'),
        ),
      },
    },
    responses: { 200: { description: 'The refund', content: jsonOf(clientRefundSchema) } },
  },
  { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
);

const clientEmailSchema = z
  .object({
    allowed: z.boolean().openapi({ description: 'Whether the firm emails its clients.' }),
    address: z.string().nullable().openapi({
      description: "The payer's address, as the processor has it: no other is used. Null if it has none.",
    }),
    isOn: z.boolean().openapi({ description: 'Whether somebody chose it for this refund.' }),
    preview: z
      .object({ subject: z.string(), text: z.string() })
      .openapi({ description: 'The first email, word for word; each email has a link of its own.' }),
  })
  .openapi('ClientEmail');

export const getClientEmailRoute = defineRoute('/v1/refunds/{id}/client-email', 'client.inform', {
  method: 'get',
  operationId: 'getClientEmail',
  tags,
  summary: 'See whether and how the client is emailed about a refund',
  description: 'With the address and the text, to be shown before somebody chooses it.',
  problems: ['refund_not_found'],
  request: { params },
  responses: { 200: { description: 'What the client gets', content: jsonOf(clientEmailSchema) } },
});

export const emailClientRoute = defineRoute('/v1/refunds/{id}/client-email', 'client.inform', {
  method: 'put',
  operationId: 'emailClient',
  tags,
  summary: 'Email the client about a refund',
  description:
    'The client is emailed once the processor has the refund, once it is paid to their bank, and if it fails. The address must be the one that the processor has of the payer. Repeating it is safe.',
  problems: ['refund_not_found', 'client_emails_off', 'client_address_mismatch', 'not_owed'],
  request: {
    params,
    body: {
      required: true,
      content: jsonOf(
        z
          .strictObject({
            address: z.string().min(1).max(320).openapi({ description: 'As GET shows it.' }),
          })
          .openapi('EmailClientRequest'),
      ),
    },
  },
  responses: { 200: { description: 'What the client gets', content: jsonOf(clientEmailSchema) } },
});

export const CLIENT_LINK_ROUTES = [
  getClientEmailRoute,
  emailClientRoute,
  makeClientLinkRoute,
  listClientLinksRoute,
  revokeClientLinkRoute,
  openClientLinkRoute,
];
