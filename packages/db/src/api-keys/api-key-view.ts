import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Scope } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { apiKeys, principals } from '../schema/firms.ts';

/** What a person may see of a key: never the key itself, nor its hash. */
export type ApiKeyView = {
  readonly id: string;
  /** Of the program whose key it is. */
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** The name of who made it. */
  readonly createdBy: string | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

const makers = alias(principals, 'makers');

/** A query for keys, to be narrowed to those of one firm. */
export function selectApiKeys(db: Db) {
  const { id, firmId, principalId, prefix, scopes, createdAt, createdBy, lastUsedAt, revokedAt } = apiKeys;
  return db
    .select({
      id,
      name: principals.name,
      prefix,
      scopes,
      createdAt,
      createdBy: makers.name,
      lastUsedAt,
      revokedAt,
    })
    .from(apiKeys)
    .innerJoin(principals, and(eq(principals.firmId, firmId), eq(principals.id, principalId)))
    .leftJoin(makers, and(eq(makers.firmId, firmId), eq(makers.id, createdBy)));
}
