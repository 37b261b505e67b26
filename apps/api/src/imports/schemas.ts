import { z } from '@hono/zod-openapi';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { pageQuery, pageSize } from '../http/define-route.ts';
import { amountSchema, instantSchema } from '../http/fields.ts';
import { freeLine } from '../http/free-text.ts';
import { PROBLEM_CODES } from '../http/problem-kinds.ts';

/** More than a matter of a large firm has. */
const USERS_MAX = 200;
const BATCH_ROWS_MAX = 500;
/** Between the clocks of two systems. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Room for that many of the largest usual rows. */
export const BATCH_BYTES_MAX = 2 * 1024 * 1024;

export const externalId = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .openapi({ description: "Its ID in the firm's own system, which never changes.", example: 'clio-4711' });
const number = freeLine(100, 'As people write it; one of each number in the firm. It may change.');
const name = freeLine(TEXT_LENGTH_MAX.importedName, 'As people call it.');
const email = z.email().max(320);
const closed = z.boolean().default(false).openapi({ description: 'Nothing is deleted: close it instead.' });
export const asOf = z.iso
  .datetime({ offset: true })
  // Every later statement would be older.
  .refine((instant) => Date.parse(instant) <= Date.now() + CLOCKS_DIFFER_MS, 'must not be in the future')
  .openapi({
    description:
      "When the firm's own system said this. A statement that is older than the last one is refused with `stale`.",
  });

export const clientBody = z.strictObject({ name, email: email.nullable().default(null), closed, asOf });

export const matterBody = z.strictObject({
  number,
  name,
  client: z.strictObject({ externalId, name, email: email.nullable().default(null) }).openapi({
    description: 'Its client, who is brought in or replaced with it.',
  }),
  users: z
    .array(z.strictObject({ name, email }))
    .max(USERS_MAX)
    .refine((users) => new Set(users.map((user) => user.email)).size === users.length, {
      error: 'must have each email address once',
    })
    .openapi({
      description: 'All who work on it, who get an email about each refund. Who is left out has left.',
    }),
  closed,
  asOf,
});

export const invoiceBody = z.strictObject({
  number,
  matterExternalId: externalId,
  total: amountSchema.positive(),
  issuedOn: z.iso.date(),
  closed,
  asOf,
});

export const clientSchema = clientBody.openapi('ClientStatement');
export const matterSchema = matterBody.openapi('MatterStatement');
export const invoiceSchema = invoiceBody.openapi('InvoiceStatement');

export function batchOf<Shape extends z.ZodRawShape>(row: z.ZodObject<Shape>) {
  return batchOfRows(row.extend({ externalId }));
}

/** For rows that name something else than their own externalId. */
export function batchOfRows<Shape extends z.ZodRawShape>(row: z.ZodObject<Shape>) {
  return z.strictObject({
    rows: z.array(row).min(1).max(BATCH_ROWS_MAX),
    dryRun: z.boolean().default(false).openapi({
      description: 'Change nothing, and say what would happen to each row.',
    }),
  });
}

/** What stands: the newest statement, when it was made, and its version. */
function standingOf<Shape extends z.ZodRawShape>(statement: z.ZodObject<Shape>) {
  return z.object({
    ...statement.shape,
    externalId: z.string(),
    asOf: instantSchema.nullable().openapi({
      description: "When the firm's own system said this; null for what came another way.",
    }),
    etag: z.string().openapi({ description: 'As If-Match takes it; the ETag of a PUT that wrote this.' }),
  });
}

const standingEmail = z.string().nullable();

export const standingClientSchema = standingOf(
  z.object({ name: z.string(), email: standingEmail, closed: z.boolean() }),
).openapi('StandingClient');

export const standingMatterSchema = standingOf(
  z.object({
    number: z.string(),
    name: z.string(),
    client: z.object({
      externalId: z.string().nullable().openapi({ description: 'Null for a client that came without one.' }),
      name: z.string(),
      email: standingEmail,
    }),
    users: z.array(z.object({ name: z.string(), email: z.string() })),
    closed: z.boolean(),
  }),
).openapi('StandingMatter');

export const standingInvoiceSchema = standingOf(
  z.object({
    number: z.string(),
    matterExternalId: z.string(),
    total: amountSchema,
    issuedOn: z.iso.date(),
    closed: z.boolean(),
  }),
).openapi('StandingInvoice');

const PAGE_SIZE = 100;
/** As many as a batch brings in. */
const PAGE_SIZE_MAX = 500;
export const standingQuery = z.strictObject({ ...pageQuery, limit: pageSize(PAGE_SIZE, PAGE_SIZE_MAX) });

const status = z.enum(['created', 'updated', 'unchanged']);

export const importedSchema = z.object({ externalId: z.string(), status }).openapi('Imported');

export const batchAnswerSchema = z
  .object({
    rows: z.array(
      z.object({
        externalId: z.string(),
        status: z.enum([...status.options, 'refused']),
        code: z
          .enum(PROBLEM_CODES)
          .nullable()
          .openapi({ description: 'Why it was refused; otherwise null.' }),
        detail: z.string().nullable(),
      }),
    ),
  })
  .openapi('BatchAnswer', { description: 'In the order of the request. Each row stands for itself.' });
