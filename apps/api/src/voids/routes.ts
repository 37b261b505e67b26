import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { transactionIdSchema } from '../http/fields.ts';
import { voidSchema } from './schemas.ts';

const path = '/v1/payments/{transactionId}/void';
const tags = ['Payments'];
const params = z.object({ transactionId: transactionIdSchema });

export const requestVoidRoute = defineRoute(path, 'payment.void', {
  method: 'post',
  operationId: 'requestVoid',
  tags,
  summary: 'Void an authorization',
  description:
    'Releases an authorization that was never captured. Repeating the request is safe: it returns the existing void. Poll with GET.',
  problems: ['transaction_not_found', 'processor_unavailable', 'processor_record_unusable', 'not_voidable'],
  request: { params },
  responses: { 202: { description: 'The recorded void', content: jsonOf(voidSchema) } },
});

export const getVoidRoute = defineRoute(path, 'payment.read', {
  method: 'get',
  operationId: 'getVoid',
  tags,
  summary: 'Get the void of an authorization',
  description: 'Poll it after a void was requested, until it is `voided` or `refused`.',
  problems: ['void_not_found'],
  request: { params },
  responses: { 200: { description: 'The latest void', content: jsonOf(voidSchema) } },
});

export const VOID_ROUTES = [requestVoidRoute, getVoidRoute];
