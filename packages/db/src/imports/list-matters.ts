import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { BadCursor, Page } from '../paging.ts';
import { clients, matterUsers, matters } from '../schema/matters.ts';
import { etagOf } from './import-row.ts';
import { afterCursor, pageByExternalId, type PageWanted, type Standing } from './standing-page.ts';

export type MatterRow = typeof matters.$inferSelect;

/** What the firm's own system says of a matter. */
type MatterContent = {
  readonly number: string;
  readonly name: string;
  readonly closed: boolean;
  /** `externalId` is empty where the client came without one. */
  readonly client: { readonly externalId: string; readonly name: string; readonly email: string | null };
  /** Who works on it now, by address. */
  readonly users: readonly { readonly name: string; readonly email: string }[];
};

export type StandingMatter = Standing & MatterContent;

/** The matter that the firm's own system calls so; null if there is none. */
export async function findMatterStatement(
  db: Db,
  { firmId, externalId }: { readonly firmId: FirmId; readonly externalId: string },
): Promise<StandingMatter | null> {
  const rows = await db
    .select()
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.externalId, externalId)));
  const [found] = await viewsOf(db, firmId, rows);
  return found ?? null;
}

/** A firm's matters, by their IDs in its own system. */
export async function listMatters(
  db: Db,
  wanted: PageWanted,
): Promise<({ readonly kind: 'page' } & Page<StandingMatter>) | BadCursor> {
  const after = afterCursor(matters.externalId, wanted.cursor);
  if (after.kind === 'bad_cursor') return after;
  const rows = await db
    .select()
    .from(matters)
    .where(and(eq(matters.firmId, wanted.firmId), after.condition))
    .orderBy(asc(matters.externalId))
    .limit(wanted.limit + 1);
  return { kind: 'page', ...pageByExternalId(await viewsOf(db, wanted.firmId, rows), wanted.limit) };
}

async function viewsOf(db: Db, firmId: FirmId, rows: readonly MatterRow[]): Promise<StandingMatter[]> {
  const contents = await matterContents(db, firmId, rows);
  return rows.flatMap(({ externalId, importedAsOf }, at) => {
    const content = contents[at];
    return content === undefined
      ? []
      : [{ externalId, ...content, asOf: importedAsOf, etag: etagOf(content) }];
  });
}

/** What stands for these matters, in their order. */
export async function matterContents(
  db: Db,
  firmId: FirmId,
  rows: readonly MatterRow[],
): Promise<MatterContent[]> {
  if (rows.length === 0) return [];
  const clientIds = [...new Set(rows.map(({ clientId }) => clientId))];
  const found = await db
    .select({ id: clients.id, externalId: clients.externalId, name: clients.name, email: clients.email })
    .from(clients)
    .where(and(eq(clients.firmId, firmId), inArray(clients.id, clientIds)));
  const ids = rows.map(({ id }) => id);
  const people = await db
    .select({ matterId: matterUsers.matterId, name: matterUsers.name, email: matterUsers.email })
    .from(matterUsers)
    .where(
      and(eq(matterUsers.firmId, firmId), inArray(matterUsers.matterId, ids), isNull(matterUsers.leftAt)),
    )
    .orderBy(asc(sql`${matterUsers.email} COLLATE "C"`));
  const clientsById = new Map(found.map(({ id, ...client }) => [id, client]));
  const usersByMatter = Map.groupBy(people, ({ matterId }) => matterId);
  return rows.map(({ id, clientId, number, name, closed }) => {
    const { externalId, ...client } = clientsById.get(clientId) ?? {
      externalId: null,
      name: '',
      email: null,
    };
    const users = (usersByMatter.get(id) ?? []).map(({ name, email }) => ({ name, email }));
    return { number, name, closed, client: { ...client, externalId: externalId ?? '' }, users };
  });
}
