import { z } from '@hono/zod-openapi';
import { pageOf, pageQuery } from '../http/define-route.ts';
import { amountSchema, externalIdSchema } from '../http/fields.ts';

const termsIn = (where: string) =>
  z
    .string()
    .max(200)
    .optional()
    .openapi({
      description: `Only those with each of these words in their ${where}, in any order and ignoring case and accents.`,
    });

export const directoryClientSchema = z
  .object({
    id: z.string(),
    externalId: externalIdSchema.nullable(),
    name: z.string(),
    email: z.string().nullable(),
    closed: z.boolean(),
  })
  .openapi('DirectoryClient');

export const directoryMatterSchema = z
  .object({
    id: z.string(),
    externalId: externalIdSchema,
    number: z.string(),
    name: z.string(),
    closed: z.boolean(),
    client: z.object({ id: z.string(), name: z.string() }),
    trust: z
      .object({
        balance: amountSchema,
        held: amountSchema.openapi({ description: 'What of it is held for refunds in progress.' }),
      })
      .nullable()
      .openapi({
        description:
          'What the client ledger has in trust, in all trust accounts; null for callers who may not read reports.',
      }),
  })
  .openapi('DirectoryMatter');

export const directoryMatterDetailSchema = directoryMatterSchema
  .extend({
    people: z
      .array(z.object({ name: z.string(), email: z.string() }))
      .openapi({ description: 'Who works on it: each gets an email about a refund.' }),
  })
  .openapi('DirectoryMatterDetail');

export const matterListQuery = z.strictObject({
  q: termsIn('number, name or client'),
  clientId: z.string().min(1).max(100).optional().openapi({ description: 'Only matters of this client.' }),
  ...pageQuery,
});
export const clientListQuery = z.strictObject({ q: termsIn('name'), ...pageQuery });

export const matterPageSchema = pageOf(directoryMatterSchema).openapi('DirectoryMatterPage');
export const clientPageSchema = pageOf(directoryClientSchema).openapi('DirectoryClientPage');

export type DirectoryMatterBody = z.infer<typeof directoryMatterSchema>;
