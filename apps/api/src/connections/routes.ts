import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  connectionChangesSchema,
  connectionListSchema,
  connectionSchema,
  newConnectionSchema,
  newCredentialsSchema,
} from './schemas.ts';

const tags = ['Connections'];
const CONNECTION = { description: 'The current connection', content: jsonOf(connectionSchema) };
const params = z.object({ id: z.string() });

export const listConnectionsRoute = defineRoute('/v1/connections', 'report.read', {
  method: 'get',
  operationId: 'listConnections',
  tags,
  summary: "List the firm's connections to payment companies",
  description: 'Without their credentials, which are never returned.',
  responses: { 200: { description: 'The first one first', content: jsonOf(connectionListSchema) } },
});

export const addConnectionRoute = defineRoute('/v1/connections', 'connection.add', {
  method: 'post',
  operationId: 'addConnection',
  tags,
  summary: 'Connect a payment company',
  description:
    'Requires step-up. The credentials are checked at the company without moving money, and nothing is stored unless they may do what refunds need. They are stored sealed and never returned. In live mode a second owner or a lawyer must confirm the connection if refunds of the firm need a second person.',
  problems: [
    'step_up_required',
    'connections_not_set_up',
    'connection_refused',
    'too_many_connections',
    'connection_taken',
    'connection_not_found',
  ],
  request: { body: { required: true, content: jsonOf(newConnectionSchema) } },
  responses: { 201: CONNECTION },
});

export const changeConnectionRoute = defineRoute('/v1/connections/{id}', 'firm.manage', {
  method: 'patch',
  operationId: 'changeConnection',
  tags,
  summary: 'Change, disable or enable a connection',
  description:
    'Requires step-up. Refunds that stand and losses that are known stay where they were booked. A disabled connection takes no new refunds; running ones are followed to their end.',
  problems: ['step_up_required', 'connection_not_found', 'connection_refused'],
  request: { params, body: { required: true, content: jsonOf(connectionChangesSchema) } },
  responses: { 200: CONNECTION },
});

export const replaceCredentialsRoute = defineRoute('/v1/connections/{id}/credentials', 'firm.manage', {
  method: 'put',
  operationId: 'replaceConnectionCredentials',
  tags,
  summary: "Replace a connection's credentials by others of the same account",
  description:
    'Requires step-up. Checked and stored as with a new connection; the old ones stay in use until a second person has confirmed the new ones, where that is needed.',
  problems: ['step_up_required', 'connection_not_found', 'connections_not_set_up', 'connection_refused'],
  request: { params, body: { required: true, content: jsonOf(newCredentialsSchema) } },
  responses: { 200: CONNECTION },
});

export const confirmConnectionRoute = defineRoute('/v1/connections/{id}/confirm', 'refund.approve', {
  method: 'post',
  operationId: 'confirmConnection',
  tags,
  summary: 'Confirm new credentials as a second person',
  description: 'Requires step-up. The person who entered the credentials cannot confirm them.',
  problems: ['step_up_required', 'connection_not_found', 'connection_refused'],
  request: { params },
  responses: { 200: CONNECTION },
});

export const CONNECTION_ROUTES = [
  listConnectionsRoute,
  addConnectionRoute,
  changeConnectionRoute,
  replaceCredentialsRoute,
  confirmConnectionRoute,
];
