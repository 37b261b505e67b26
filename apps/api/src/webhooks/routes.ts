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
  operationId: 'listWebhookEndpoints',
  tags,
  summary: 'List webhook endpoints',
  description: 'Without their secrets, which are shown only when they are made.',
  responses: { 200: { description: 'All endpoints, at most 20', content: jsonOf(endpointListSchema) } },
});

export const addEndpointRoute = defineRoute('/v1/webhook-endpoints', 'firm.manage', {
  method: 'post',
  operationId: 'addWebhookEndpoint',
  tags,
  summary: 'Add a webhook endpoint',
  description:
    'Events are sent as specified by Standard Webhooks: signed, at least once, in any order. The secret is shown only in this answer.',
  problems: ['webhooks_not_set_up', 'too_many_webhook_endpoints'],
  request: { body: { required: true, content: jsonOf(newEndpointSchema) } },
  responses: { 201: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const getEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'get',
  operationId: 'getWebhookEndpoint',
  tags,
  summary: 'Get a webhook endpoint',
  description: 'Its state, and whether it was disabled because it failed for days.',
  problems: ['webhook_endpoint_not_found'],
  request: { params },
  responses: { 200: ENDPOINT },
});

export const changeEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}', 'firm.manage', {
  method: 'patch',
  operationId: 'changeWebhookEndpoint',
  tags,
  summary: 'Change, disable or enable a webhook endpoint',
  description:
    'Only the fields that are sent change. An endpoint that is enabled again gets the events from now on.',
  problems: ['webhook_endpoint_not_found'],
  request: { params, body: { required: true, content: jsonOf(endpointChangesSchema) } },
  responses: { 200: ENDPOINT },
});

export const rotateSecretRoute = defineRoute('/v1/webhook-endpoints/{id}/rotate', 'firm.manage', {
  method: 'post',
  operationId: 'rotateWebhookSecret',
  tags,
  summary: 'Rotate the signing secret',
  description:
    'For a day, each message is signed with both the new and the previous secret. The secret is shown only in this answer.',
  problems: ['webhooks_not_set_up', 'webhook_endpoint_not_found'],
  request: { params },
  responses: { 200: { description: 'The endpoint', content: jsonOf(endpointWithSecretSchema) } },
});

export const testEndpointRoute = defineRoute('/v1/webhook-endpoints/{id}/test', 'firm.manage', {
  method: 'post',
  operationId: 'testWebhookEndpoint',
  tags,
  summary: 'Send a test message of type ping',
  description:
    'Signed and retried like every other message. Look at the delivery to see what the endpoint answered.',
  problems: ['webhook_endpoint_not_found'],
  request: { params },
  responses: { 202: { ...DELIVERY, description: 'The delivery is queued' } },
});

export const listDeliveriesRoute = defineRoute('/v1/webhook-deliveries', 'firm.manage', {
  method: 'get',
  operationId: 'listWebhookDeliveries',
  tags,
  summary: 'List webhook deliveries',
  description: 'What was sent to the endpoints, each with its attempts and answers.',
  request: { query: deliveryQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(deliveryPageSchema) } },
});

export const getDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}', 'firm.manage', {
  method: 'get',
  operationId: 'getWebhookDelivery',
  tags,
  summary: 'Get a webhook delivery',
  description: 'With each attempt: when it was made, and what came back.',
  problems: ['webhook_delivery_not_found'],
  request: { params },
  responses: { 200: DELIVERY },
});

export const replayDeliveryRoute = defineRoute('/v1/webhook-deliveries/{id}/replay', 'firm.manage', {
  method: 'post',
  operationId: 'redeliverWebhook',
  tags,
  summary: 'Redeliver',
  description: 'With the same webhook-id. A delivery in progress continues unchanged.',
  problems: ['webhook_delivery_not_found'],
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
