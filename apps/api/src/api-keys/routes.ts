import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { apiKeyListSchema, apiKeySchema, createdApiKeySchema, newApiKeySchema } from './schemas.ts';

const tags = ['API keys'];

export const listApiKeysRoute = defineRoute('/v1/api-keys', 'firm.manage', {
  method: 'get',
  operationId: 'listApiKeys',
  tags,
  summary: 'List API keys',
  description: 'Active keys first, then the most recently revoked ones; newest first.',
  responses: {
    200: { description: 'The API keys, without their secrets', content: jsonOf(apiKeyListSchema) },
  },
});

export const createApiKeyRoute = defineRoute('/v1/api-keys', 'firm.manage', {
  method: 'post',
  operationId: 'createApiKey',
  tags,
  summary: 'Create an API key, for a new program or as a replacement',
  description:
    'Requires step-up. Only people can create keys. If the answer is lost, revoke the key that was created.',
  problems: ['step_up_required', 'too_many_api_keys', 'api_key_not_found'],
  request: { body: { required: true, content: jsonOf(newApiKeySchema) } },
  responses: {
    201: { description: 'The key, which is shown only once', content: jsonOf(createdApiKeySchema) },
  },
});

export const revokeApiKeyRoute = defineRoute('/v1/api-keys/{id}/revoke', 'firm.manage', {
  method: 'post',
  operationId: 'revokeApiKey',
  tags,
  summary: 'Revoke an API key',
  description:
    'Requests with it get 401 from now on; work that it started continues. Repeating this is safe.',
  problems: ['api_key_not_found'],
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The current API key', content: jsonOf(apiKeySchema) } },
});

export const API_KEY_ROUTES = [listApiKeysRoute, createApiKeyRoute, revokeApiKeyRoute];
