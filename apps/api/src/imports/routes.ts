import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { etagSchema } from '../http/fields.ts';
import {
  BATCH_BYTES_MAX,
  batchAnswerSchema,
  batchOf,
  clientBody,
  clientSchema,
  externalId,
  importedSchema,
  invoiceBody,
  invoiceSchema,
  matterBody,
  matterSchema,
} from './schemas.ts';

const HOW =
  'Replaces all of it. The same body again changes nothing and leaves no event; an older `asOf` is refused with `stale`. `If-Match` with the ETag of an earlier answer refuses to replace what changed meanwhile (`changed_meanwhile`).';
const MANY =
  'Up to 500 rows. Each is treated like a PUT of its own: a refused row says why, and the others stand. Sending a batch again is safe. With `dryRun` it changes nothing and says what would happen to each row.';

const params = z.object({ externalId });
const headers = z.object({ 'If-Match': z.string().max(100).optional() });
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonOf(schema) });
export const IMPORTED = {
  description: 'What became of it',
  headers: z.object({ ETag: etagSchema }),
  content: jsonOf(importedSchema),
};
const BATCH = { description: 'What became of each row', content: jsonOf(batchAnswerSchema) };
const tags = ['Imports'];

export const putClientRoute = defineRoute('/v1/clients/{externalId}', 'data.import', {
  method: 'put',
  operationId: 'putClient',
  tags,
  summary: "Bring in or replace a client of the firm's own system",
  description: HOW,
  problems: ['stale', 'changed_meanwhile'],
  request: { params, headers, body: bodyOf(clientSchema) },
  responses: { 200: IMPORTED },
});

export const putMatterRoute = defineRoute('/v1/matters/{externalId}', 'data.import', {
  method: 'put',
  operationId: 'putMatter',
  tags,
  summary: "Bring in or replace a matter of the firm's own system, with its client and its people",
  description: `${HOW} Payments that name its number are linked to it.`,
  problems: ['stale', 'changed_meanwhile', 'number_taken'],
  request: { params, headers, body: bodyOf(matterSchema) },
  responses: { 200: IMPORTED },
});

export const putInvoiceRoute = defineRoute('/v1/invoices/{externalId}', 'data.import', {
  method: 'put',
  operationId: 'putInvoice',
  tags,
  summary: "Bring in or replace an invoice of the firm's own system",
  description: `${HOW} Import its matter first. Payments that name its number are linked to it. It creates no postings.`,
  problems: [
    'stale',
    'changed_meanwhile',
    'number_taken',
    'matter_not_found',
    'below_allocated',
    'paid_in_matter',
  ],
  request: { params, headers, body: bodyOf(invoiceSchema) },
  responses: { 200: IMPORTED },
});

const LARGE = { bodyBytesMax: BATCH_BYTES_MAX };

export const putClientsRoute = defineRoute(
  '/v1/clients/batch',
  'data.import',
  {
    method: 'post',
    operationId: 'putClients',
    tags,
    summary: 'Bring in or replace many clients',
    description: MANY,
    request: { body: bodyOf(batchOf(clientBody)) },
    responses: { 200: BATCH },
  },
  LARGE,
);

export const putMattersRoute = defineRoute(
  '/v1/matters/batch',
  'data.import',
  {
    method: 'post',
    operationId: 'putMatters',
    tags,
    summary: 'Bring in or replace many matters',
    description: MANY,
    request: { body: bodyOf(batchOf(matterBody)) },
    responses: { 200: BATCH },
  },
  LARGE,
);

export const putInvoicesRoute = defineRoute(
  '/v1/invoices/batch',
  'data.import',
  {
    method: 'post',
    operationId: 'putInvoices',
    tags,
    summary: 'Bring in or replace many invoices',
    description: MANY,
    request: { body: bodyOf(batchOf(invoiceBody)) },
    responses: { 200: BATCH },
  },
  LARGE,
);

export const IMPORT_ROUTES = [
  putClientRoute,
  putMatterRoute,
  putInvoiceRoute,
  putClientsRoute,
  putMattersRoute,
  putInvoicesRoute,
];
