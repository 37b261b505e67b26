import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  deliveryPageSchema,
  deliveryQuery,
  deliverySchema,
  endpointChangesSchema,
  endpointListSchema,
  endpointSchema,
  endpointWithSecretSchema,
  newEndpointSchema,
} from './schemas.ts';

const tags = ['Webhooks'];
const params = z.object({ id: z.string() });
const ENDPOINT = { description: 'The current endpoint', content: jsonOf(endpointSchema) };
const DELIVERY = { description: 'The current delivery', content: jsonOf(deliverySchema) };

export const listEndpointsRoute = defineRoute('/v1/webhook-endpoints', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'List webhook endpoints',
  responses: { 200: { description: 'All endpoints, at most 20', content: jsonOf(endpointListSchema) } },
});

export const addEndpointRoute = defineRoute('/v1/webhook-endpoints', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Add a webhook endpoint',
  description:
    'Events are sent as specified by Standard Webhooks: signed, at least once, in any order. The secret is shown only in this answer.',
  request: { body: { required: true, content: jsonOf(newEndpointSchema) } },
  responses: { 201: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const getEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'Get a webhook endpoint',
  request: { params },
  responses: { 200: ENDPOINT },
});

export const changeEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'patch',
  tags,
  summary: 'Change, disable or enable a webhook endpoint',
  request: { params, body: { required: true, content: jsonOf(endpointChangesSchema) } },
  responses: { 200: ENDPOINT },
});

export const rotateSecretRoute = defineRoute('/v1/webhook-endpoints/{id}/rotate', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Rotate the signing secret',
  description:
    'For a day, each message is signed with both the new and the previous secret. The secret is shown only in this answer.',
  request: { params },
  responses: { 200: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const testEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}/test', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Send a test message of type ping',
  request: { params },
  responses: { 202: { ...DELIVERY, description: 'The delivery is queued' } },
});

export const listDeliveriesRoute = defineRoute('/v1/webhook-deliveries', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'List webhook deliveries',
  request: { query: deliveryQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(deliveryPageSchema) } },
});

export const getDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'Get a webhook delivery',
  request: { params },
  responses: { 200: DELIVERY },
});

export const replayDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}/replay', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Redeliver',
  description: 'With the same webhook-id. A delivery in progress continues unchanged.',
  request: { params },
  responses: { 202: { ...DELIVERY, description: 'The delivery is queued' } },
});

export const WEBHOOK_ROUTES = [
  listEndpointsRoute,
  addEndpointRoute,
  getEndpointRoute,
  changeEndpointRoute,
  rotateSecretRoute,
  testEndpointRoute,
  listDeliveriesRoute,
  getDeliveryRoute,
  replayDeliveryRoute,
];
