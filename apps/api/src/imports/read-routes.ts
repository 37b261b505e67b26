// What was brought in, so that an importer can compare before it sends.
import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageOf } from '../http/define-route.ts';
import { etagSchema } from '../http/fields.ts';
import {
  externalId,
  standingClientSchema,
  standingInvoiceSchema,
  standingMatterSchema,
  standingQuery,
} from './schemas.ts';

const tags = ['Imports'];
const params = z.object({ externalId });
const ONE = 'What stands now, with its ETag for `If-Match`.';
const ALL = "By their IDs in the firm's own system. Compare `etag` to see what has changed here.";

const standing = <Schema extends z.ZodType>(schema: Schema) => ({
  description: 'What stands',
  headers: z.object({ ETag: etagSchema }),
  content: jsonOf(schema),
});
const page = <Schema extends z.ZodType>(schema: Schema) => ({
  description: 'A page of them',
  content: jsonOf(pageOf(schema)),
});

export const getClientRoute = defineRoute('/v1/clients/{externalId}', 'data.import', {
  method: 'get',
  operationId: 'getClient',
  tags,
  summary: 'Get a client that was brought in',
  description: ONE,
  problems: ['client_not_found'],
  request: { params },
  responses: { 200: standing(standingClientSchema) },
});

export const listClientsRoute = defineRoute('/v1/clients', 'data.import', {
  method: 'get',
  operationId: 'listClients',
  tags,
  summary: 'List the clients that were brought in',
  description: ALL,
  request: { query: standingQuery },
  responses: { 200: page(standingClientSchema) },
});

export const getMatterRoute = defineRoute('/v1/matters/{externalId}', 'data.import', {
  method: 'get',
  operationId: 'getMatter',
  tags,
  summary: 'Get a matter, with its client and its people',
  description: ONE,
  problems: ['matter_not_found'],
  request: { params },
  responses: { 200: standing(standingMatterSchema) },
});

export const listMattersRoute = defineRoute('/v1/matters', 'data.import', {
  method: 'get',
  operationId: 'listMatters',
  tags,
  summary: 'List the matters, with their clients and people',
  description: ALL,
  request: { query: standingQuery },
  responses: { 200: page(standingMatterSchema) },
});

export const getInvoiceRoute = defineRoute('/v1/invoices/{externalId}', 'data.import', {
  method: 'get',
  operationId: 'getInvoice',
  tags,
  summary: 'Get an invoice',
  description: ONE,
  problems: ['invoice_not_found'],
  request: { params },
  responses: { 200: standing(standingInvoiceSchema) },
});

export const listInvoicesRoute = defineRoute('/v1/invoices', 'data.import', {
  method: 'get',
  operationId: 'listInvoices',
  tags,
  summary: 'List the invoices',
  description: ALL,
  request: { query: standingQuery },
  responses: { 200: page(standingInvoiceSchema) },
});

export const IMPORT_READ_ROUTES = [
  getClientRoute,
  listClientsRoute,
  getMatterRoute,
  listMattersRoute,
  getInvoiceRoute,
  listInvoicesRoute,
];
