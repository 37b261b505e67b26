import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { apiKeyListSchema, apiKeySchema, createdApiKeySchema, newApiKeySchema } from './schemas.ts';

const tags = ['API keys'];

export const listApiKeysRoute = defineRoute('/v1/api-keys', 'firm.manage', {
  method: 'get',
  tags,
  summary: "The firm's API keys",
  description: 'Those that work first, the newest of each first; of those that were revoked, the latest.',
  responses: { 200: { description: 'Never the keys themselves', content: jsonOf(apiKeyListSchema) } },
});

export const createApiKeyRoute = defineRoute('/v1/api-keys', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Make an API key, for a new program or for one that has a key',
  description:
    'Asks for step-up. Only a person makes keys, and no key can. Where the answer is lost, revoke what was made.',
  request: { body: { required: true, content: jsonOf(newApiKeySchema) } },
  responses: {
    201: { description: 'The key, which is shown this once', content: jsonOf(createdApiKeySchema) },
  },
});

export const revokeApiKeyRoute = defineRoute('/v1/api-keys/{id}/revoke', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Revoke an API key: from now on it is 401',
  description: 'What the program asked for before goes on. Once more is the same answer.',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The key as it stands', content: jsonOf(apiKeySchema) } },
});

export const API_KEY_ROUTES = [listApiKeysRoute, createApiKeyRoute, revokeApiKeyRoute];
