import { createRoute, z, type RouteConfig } from '@hono/zod-openapi';
import type { Action } from '@makewhole/domain/roles';
import type { ProblemCode } from './problem-kinds.ts';
import { problemSchema, type Refusal } from './problems.ts';
import { queryInteger } from './query-integer.ts';

/** Who may call a route: keys and roles that allow the action, anybody signed in, or everybody. */
export type Access = Action | 'signed_in' | 'public';

/** How a route is handled where that differs from most. Not part of the OpenAPI document. */
export type Handling = {
  /** The largest body accepted, in bytes; most routes accept BODY_BYTES_MAX (request-limits.ts). */
  readonly bodyBytesMax?: number;
  /** The answer while the database is unavailable, where a retry needs instructions of its own. */
  readonly retryProblem?: Refusal;
  /** It reads `Prefer: wait`, and may take as long as that. */
  readonly waits?: true;
  /** Its handler refuses every API key, although a scope has its action. */
  readonly peopleOnly?: true;
};

/** What a route says of itself. */
export type RouteDefinition = Omit<RouteConfig, 'path'> & {
  /** A verb and a noun, unique: generated clients name their methods by it. */
  readonly operationId: string;
  readonly summary: string;
  /** What the summary does not say. */
  readonly description: string;
  /** The codes that its handler may refuse with, beside those of its kind (openapi/problem-answers.ts). */
  readonly problems?: readonly ProblemCode[];
};

/** What anybody may send without signing in: an email address, a password. */
export const PUBLIC_BODY_BYTES_MAX = 8 * 1024;

/** Defines a route and who may call it; auth/authorize.ts enforces that, and the document states it. */
export function defineRoute<const Path extends string, const Config extends RouteDefinition>(
  path: Path,
  access: Access,
  config: Config,
  handling: Handling = {},
) {
  return createRoute({
    ...config,
    path,
    'x-access': access,
    handling,
    responses: {
      ...config.responses,
      // For the types of the handlers alone: the document names each status and its codes instead.
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  });
}

/** A JSON response. */
export function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return { 'application/json': { schema } };
}

/** A page of a list; more follows where nextCursor is not null. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .openapi({ description: 'Send it as `cursor` to get the next page; null on the last page.' }),
  });
}

/** A page of a list, with the length of the list. */
export function countedPageOf<Item extends z.ZodType>(item: Item) {
  return pageOf(item).extend({
    count: z.int().openapi({
      description: 'How many items the list has in total; 10000 (1000 with q) means at least that many.',
    }),
  });
}

const PAGE_SIZE_MAX = 100;
const PAGE_SIZE = 25;

/** The query of every list. */
export const pageQuery = {
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .openapi({ description: 'The nextCursor of the previous page; opaque.' }),
  limit: pageSize(PAGE_SIZE, PAGE_SIZE_MAX),
};

/** The cursor of a list that is numbered. */
export const sequenceCursor = queryInteger({ min: 0, max: Number.MAX_SAFE_INTEGER })
  .optional()
  .openapi({ type: 'string', description: 'The nextCursor of the previous page; opaque.' });

/** How many items a page has. */
export function pageSize(usual: number, maximum: number) {
  return queryInteger({ min: 1, max: maximum })
    .default(usual)
    .openapi({ type: 'integer', minimum: 1, maximum, default: usual });
}

/** true or false in a query. */
export function flag(description: string) {
  return z
    .stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' })
    .optional()
    .openapi({ type: 'boolean', description });
}
