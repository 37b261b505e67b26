import { and, asc, eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { readSortedCursor, writeSortedCursor, type BadCursor, type Page } from '../paging.ts';
import { clients } from '../schema/matters.ts';
import { containsTerms, type DirectoryWanted } from './matter-list.ts';

export type ClientSummary = {
  readonly id: string;
  /** Null for one that came without. */
  readonly externalId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly closed: boolean;
};

const SORT = 'name';
/** The same expression as in the index clients_by_name. */
const LOWER_NAME = sql<string>`lower(${clients.name})`;

const SHOWN = {
  id: clients.id,
  externalId: clients.externalId,
  name: clients.name,
  email: clients.email,
  closed: clients.closed,
};

/** The firm's clients by name; with a text those whose name has each of its words. */
export async function searchClients(
  db: Db,
  { firmId, q, cursor, limit }: Omit<DirectoryWanted, 'clientId'>,
): Promise<({ readonly kind: 'page' } & Page<ClientSummary>) | BadCursor> {
  const after = cursor === undefined ? null : readSortedCursor(cursor, SORT, { [SORT]: 'text' });
  if (after?.kind === 'bad_cursor') return after;
  const rows = await db
    .select({ ...SHOWN, key: LOWER_NAME })
    .from(clients)
    .where(
      and(
        eq(clients.firmId, firmId),
        containsTerms(clients.searchText, q),
        after === null
          ? undefined
          : sql`(${LOWER_NAME}, ${clients.id}) > (${String(after.place.key)}::text, ${after.place.id})`,
      ),
    )
    .orderBy(asc(LOWER_NAME), asc(clients.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    kind: 'page',
    data: shown.map(({ key: _key, ...client }) => client),
    nextCursor: last === undefined ? null : writeSortedCursor(SORT, { key: last.key, id: last.id }),
  };
}

/** Null if the firm has no client with this ID. */
export async function findClientById(
  db: Db,
  { firmId, clientId }: { readonly firmId: FirmId; readonly clientId: string },
): Promise<ClientSummary | null> {
  const [found] = await db
    .select(SHOWN)
    .from(clients)
    .where(and(eq(clients.firmId, firmId), eq(clients.id, clientId)));
  return found ?? null;
}
