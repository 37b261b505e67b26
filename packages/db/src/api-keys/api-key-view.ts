import { and, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Scope } from '@makewhole/domain/roles';
import type { Db } from '../connect.ts';
import { apiKeys, principals } from '../schema/firms.ts';

/** What a person may see of a key: never the key itself or its hash. */
export type ApiKeyView = {
  readonly id: string;
  /** The name of the program that uses the key. */
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** The name of the person who made it. */
  readonly createdBy: string | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

const makers = alias(principals, 'makers');

/** A query for keys; the caller narrows it to one firm. */
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
