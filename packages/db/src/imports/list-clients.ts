import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { BadCursor, Page } from '../paging.ts';
import { clients } from '../schema/matters.ts';
import { etagOf } from './import-row.ts';
import { afterCursor, pageByExternalId, type PageWanted, type Standing } from './standing-page.ts';

export type StandingClient = Standing & {
  readonly name: string;
  readonly email: string | null;
  readonly closed: boolean;
};

/** The client that the firm's own system calls so; null if there is none. */
export async function findClient(
  db: Db,
  { firmId, externalId }: { readonly firmId: FirmId; readonly externalId: string },
): Promise<StandingClient | null> {
  const [row] = await db
    .select()
    .from(clients)
    .where(and(eq(clients.firmId, firmId), eq(clients.externalId, externalId)));
  return row === undefined ? null : viewOf({ ...row, externalId });
}

/** A firm's clients that have an ID in its own system, by that ID. */
export async function listClients(
  db: Db,
  wanted: PageWanted,
): Promise<({ readonly kind: 'page' } & Page<StandingClient>) | BadCursor> {
  const after = afterCursor(clients.externalId, wanted.cursor);
  if (after.kind === 'bad_cursor') return after;
  const rows = await db
    .select()
    .from(clients)
    .where(and(eq(clients.firmId, wanted.firmId), isNotNull(clients.externalId), after.condition))
    .orderBy(asc(clients.externalId))
    .limit(wanted.limit + 1);
  const views = rows.map((row) => viewOf({ ...row, externalId: row.externalId ?? '' }));
  return { kind: 'page', ...pageByExternalId(views, wanted.limit) };
}

type Row = typeof clients.$inferSelect & { readonly externalId: string };

function viewOf({ externalId, name, email, closed, importedAsOf }: Row): StandingClient {
  const content = { name, email, closed };
  return { externalId, ...content, asOf: importedAsOf, etag: etagOf(content) };
}
