import { z } from '@hono/zod-openapi';
import { SCOPES } from '@makewhole/domain/roles';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeLine } from '../http/free-text.ts';
import { instantSchema } from '../http/fields.ts';

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ description: 'The program that uses it.' }),
    prefix: z.string().openapi({ description: 'The first characters of the key, to recognize it by.' }),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: instantSchema,
    createdBy: z.string().nullable().openapi({
      description: 'The name of the person who created it; null for one created with the firm.',
    }),
    lastUsedAt: instantSchema.nullable().openapi({ description: 'To the minute; null if never.' }),
    revokedAt: instantSchema.nullable().openapi({ description: 'When it was revoked.' }),
  })
  .openapi('ApiKey');

export type ApiKeyBody = z.infer<typeof apiKeySchema>;

export const apiKeyListSchema = z.object({ data: z.array(apiKeySchema) }).openapi('ApiKeyList');

export const createdApiKeySchema = apiKeySchema
  .extend({
    key: z.string().openapi({ description: 'The key itself. It is shown only once, so store it now.' }),
  })
  .openapi('MadeApiKey');

export const newApiKeySchema = z
  .strictObject({
    name: freeLine(
      TEXT_LENGTH_MAX.programName,
      'The name of the program. Its refunds are requested under this name.',
    ).optional(),
    replaces: z.string().min(1).max(100).optional().openapi({
      description:
        'Instead of a name: the ID of a key of the same program. That key keeps working until it is revoked.',
    }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once')
      .openapi({ uniqueItems: true }),
  })
  .refine(({ name, replaces }) => (name === undefined) !== (replaces === undefined), {
    path: ['name'],
    message: 'must be set for a new program, and omitted with `replaces`',
  })
  .openapi('NewApiKey', {
    minProperties: 2,
    not: { properties: { name: {}, replaces: {} }, required: ['name', 'replaces'] },
    example: { name: 'Practice management', scopes: ['read', 'refund'] },
  });

export type NewApiKeyBody = z.infer<typeof newApiKeySchema>;
