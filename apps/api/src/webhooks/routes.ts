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
const ENDPOINT = { description: 'The endpoint as it stands', content: jsonOf(endpointSchema) };
const DELIVERY = { description: 'The delivery as it stands', content: jsonOf(deliverySchema) };

export const listEndpointsRoute = defineRoute('/v1/webhook-endpoints', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'List webhook endpoints',
  responses: { 200: { description: 'All of them, 20 at most', content: jsonOf(endpointListSchema) } },
});

export const addEndpointRoute = defineRoute('/v1/webhook-endpoints', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Add a webhook endpoint',
  description:
    'Events are sent to it as Standard Webhooks describes: signed, at least once, in any order. The secret is shown in this answer alone.',
  request: { body: { required: true, content: jsonOf(newEndpointSchema) } },
  responses: { 201: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const getEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'A webhook endpoint',
  request: { params },
  responses: { 200: ENDPOINT },
});

export const changeEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'patch',
  tags,
  summary: 'Change a webhook endpoint, or turn it off or on',
  request: { params, body: { required: true, content: jsonOf(endpointChangesSchema) } },
  responses: { 200: ENDPOINT },
});

export const rotateSecretRoute = defineRoute('/v1/webhook-endpoints/{id}/rotate', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Give it a new secret',
  description:
    'For a day each message carries two signatures, of the new secret and of the one before. The secret is shown in this answer alone.',
  request: { params },
  responses: { 200: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const testEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}/test', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Send it a message of type ping',
  request: { params },
  responses: { 202: { ...DELIVERY, description: 'It is on its way' } },
});

export const listDeliveriesRoute = defineRoute('/v1/webhook-deliveries', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'List webhook deliveries',
  request: { query: deliveryQuery },
  responses: { 200: { description: 'The newest first', content: jsonOf(deliveryPageSchema) } },
});

export const getDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}', 'firm.manage', {
  method: 'get',
  tags,
  summary: 'A webhook delivery',
  request: { params },
  responses: { 200: DELIVERY },
});

export const replayDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}/replay', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Deliver it once more',
  description: 'Under the same webhook-id. One that is on its way goes on as it is.',
  request: { params },
  responses: { 202: { ...DELIVERY, description: 'It is on its way' } },
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
