import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  clientListQuery,
  clientPageSchema,
  directoryClientSchema,
  directoryMatterDetailSchema,
  matterListQuery,
  matterPageSchema,
} from './schemas.ts';

const tags = ['Directory'];
const params = z.object({ id: z.string() });

export const searchMattersRoute = defineRoute('/v1/directory/matters', 'payment.read', {
  method: 'get',
  operationId: 'searchMatters',
  tags,
  summary: 'Look for matters',
  description: 'By their numbers, each with its client and what it has in trust.',
  request: { query: matterListQuery },
  responses: { 200: { description: 'A page of matters', content: jsonOf(matterPageSchema) } },
});

export const getDirectoryMatterRoute = defineRoute('/v1/directory/matters/{id}', 'payment.read', {
  method: 'get',
  operationId: 'getDirectoryMatter',
  tags,
  summary: 'Get a matter with its client, its people and its trust balance',
  description: 'Its payments and refunds: GET /v1/payments and GET /v1/refunds with `matterId`.',
  problems: ['matter_not_found'],
  request: { params },
  responses: { 200: { description: 'The matter', content: jsonOf(directoryMatterDetailSchema) } },
});

export const searchClientsRoute = defineRoute('/v1/directory/clients', 'payment.read', {
  method: 'get',
  operationId: 'searchClients',
  tags,
  summary: 'Look for clients',
  description: 'By their names.',
  request: { query: clientListQuery },
  responses: { 200: { description: 'A page of clients', content: jsonOf(clientPageSchema) } },
});

export const getDirectoryClientRoute = defineRoute('/v1/directory/clients/{id}', 'payment.read', {
  method: 'get',
  operationId: 'getDirectoryClient',
  tags,
  summary: 'Get a client',
  description:
    'Its matters: GET /v1/directory/matters with `clientId`. Its payments and refunds: GET /v1/payments and GET /v1/refunds with `clientId`.',
  problems: ['client_not_found'],
  request: { params },
  responses: { 200: { description: 'The client', content: jsonOf(directoryClientSchema) } },
});

export const DIRECTORY_ROUTES = [
  searchMattersRoute,
  getDirectoryMatterRoute,
  searchClientsRoute,
  getDirectoryClientRoute,
];
