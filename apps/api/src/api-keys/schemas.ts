import { z } from '@hono/zod-openapi';
import { SCOPES } from '@makewhole/domain/roles';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { freeLine } from '../http/free-text.ts';
import { instantSchema } from '../http/fields.ts';

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ description: 'The program whose key it is.' }),
    prefix: z
      .string()
      .openapi({ description: 'The first characters of the key, by which a person recognises it.' }),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: instantSchema,
    createdBy: z.string().nullable().openapi({
      description: 'The name of the person who made it; null for one that the firm began with.',
    }),
    lastUsedAt: instantSchema.nullable().openapi({ description: 'To the minute; null: never.' }),
    revokedAt: instantSchema.nullable().openapi({ description: 'Since when it works no more.' }),
  })
  .openapi('ApiKey');

export type ApiKeyBody = z.infer<typeof apiKeySchema>;

export const apiKeyListSchema = z.object({ data: z.array(apiKeySchema) }).openapi('ApiKeyList');

export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().openapi({ description: 'The key itself. It is shown this once: keep it.' }) })
  .openapi('MadeApiKey');

export const newApiKeySchema = z
  .strictObject({
    name: freeLine(
      TEXT_LENGTH_MAX.programName,
      'What people call the program: its refunds are asked for under this name.',
    ).optional(),
    replaces: z.string().min(1).max(100).optional().openapi({
      description:
        'Instead of a name: the ID of a key of the program that the new one is for. That key goes on working until it is revoked.',
    }),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .max(SCOPES.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once'),
  })
  .refine(({ name, replaces }) => (name === undefined) !== (replaces === undefined), {
    path: ['name'],
    message: 'is given for a new program, and left out for the one whose key `replaces` names',
  })
  .openapi('NewApiKey');

export type NewApiKeyBody = z.infer<typeof newApiKeySchema>;
