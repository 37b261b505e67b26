// Pages of what a firm has brought in, by its own system's IDs, so that an importer can compare.
import { sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FirmId } from '@makewhole/domain/ids';
import { readSortedCursor, writeSortedCursor, type BadCursor, type Page } from '../paging.ts';

/** What every statement that stands has. */
export type Standing = {
  readonly externalId: string;
  /** When the firm's own system said it; null if it never did. */
  readonly asOf: Date | null;
  /** As If-Match takes it. */
  readonly etag: string;
};

export type PageWanted = {
  readonly firmId: FirmId;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

const SORT = 'externalId';

/** The rows after a cursor: all of them without one. */
export function afterCursor(
  column: AnyPgColumn,
  cursor: string | undefined,
): { readonly kind: 'after'; readonly condition: SQL | undefined } | BadCursor {
  if (cursor === undefined) return { kind: 'after', condition: undefined };
  const read = readSortedCursor(cursor, SORT, { [SORT]: 'text' });
  if (read.kind === 'bad_cursor') return read;
  return { kind: 'after', condition: sql`${column} > ${String(read.place.key)}::text` };
}

/** @param rows one more than a page has, if there is one */
export function pageByExternalId<Item extends Standing>(rows: readonly Item[], limit: number): Page<Item> {
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  const nextCursor =
    last === undefined ? null : writeSortedCursor(SORT, { key: last.externalId, id: last.externalId });
  return { data, nextCursor };
}
