// The firm's matters and clients as its people look for them.
import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import { searchTerms } from '@makewhole/domain/search-terms';
import type { Db } from '../connect.ts';
import { readSortedCursor, writeSortedCursor, type BadCursor, type Page } from '../paging.ts';
import { containsTerm } from '../payments/payment-filter.ts';
import { clients, matterUsers, matters, trustAccountBalances } from '../schema/matters.ts';

export type MatterSummary = {
  readonly id: MatterId;
  readonly externalId: string;
  readonly number: string;
  readonly name: string;
  readonly closed: boolean;
  readonly client: { readonly id: string; readonly name: string };
  /** What the ledger owes the client in all trust accounts, and what of it refunds hold. */
  readonly trust: { readonly balance: Money; readonly held: Money };
};

export type MatterPerson = { readonly name: string; readonly email: string };
export type MatterFound = MatterSummary & { readonly people: readonly MatterPerson[] };

export type DirectoryWanted = {
  readonly firmId: FirmId;
  readonly q?: string | undefined;
  readonly clientId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

const SORT = 'number';

/** The firm's matters by number; with a text those that have each of its words in their number, name or client. */
export async function searchMatters(
  db: Db,
  { firmId, q, clientId, cursor, limit }: DirectoryWanted,
): Promise<({ readonly kind: 'page' } & Page<MatterSummary>) | BadCursor> {
  const after = cursor === undefined ? null : readSortedCursor(cursor, SORT, { [SORT]: 'text' });
  if (after?.kind === 'bad_cursor') return after;
  const rows = await selectMatters(
    db,
    and(
      eq(matters.firmId, firmId),
      clientId === undefined ? undefined : eq(matters.clientId, clientId),
      containsTerms(matters.searchText, q),
      after === null ? undefined : sql`${matters.number} > ${String(after.place.key)}::text`,
    ),
  )
    .orderBy(asc(matters.number))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const nextCursor = last === undefined ? null : writeSortedCursor(SORT, { key: last.number, id: last.id });
  return { kind: 'page', data: await withTrust(db, firmId, shown), nextCursor };
}

/** A matter with the people who work on it; null if the firm has none with this ID. */
export async function findMatter(
  db: Db,
  { firmId, matterId }: { readonly firmId: FirmId; readonly matterId: MatterId },
): Promise<MatterFound | null> {
  const rows = await selectMatters(db, and(eq(matters.firmId, firmId), eq(matters.id, matterId)));
  const [found] = await withTrust(db, firmId, rows);
  if (found === undefined) return null;
  const { name, email } = matterUsers;
  const people = await db
    .select({ name, email })
    .from(matterUsers)
    .where(
      and(eq(matterUsers.firmId, firmId), eq(matterUsers.matterId, matterId), isNull(matterUsers.leftAt)),
    )
    .orderBy(asc(name), asc(email));
  return { ...found, people };
}

/** The condition that a folded text has each word of a search, in any order; undefined for an empty search. */
export function containsTerms(column: AnyPgColumn, text: string | undefined): SQL | undefined {
  const terms = searchTerms(text ?? '');
  if (terms === null) return undefined;
  return terms.length === 0 ? sql`false` : and(...terms.map((word) => containsTerm(column, word.text)));
}

function selectMatters(db: Db, condition: SQL | undefined) {
  const { id, externalId, number, name, closed } = matters;
  return db
    .select({ id, externalId, number, name, closed, client: { id: clients.id, name: clients.name } })
    .from(matters)
    .innerJoin(clients, and(eq(clients.firmId, matters.firmId), eq(clients.id, matters.clientId)))
    .where(condition)
    .$dynamic();
}

async function withTrust(
  db: Db,
  firmId: FirmId,
  rows: readonly Omit<MatterSummary, 'trust'>[],
): Promise<MatterSummary[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const totals = await db
    .select({
      matterId: trustAccountBalances.matterId,
      balance: sql`sum(${trustAccountBalances.balance})`.mapWith((text: string) => money(Number(text))),
      held: sql`sum(${trustAccountBalances.held})`.mapWith((text: string) => money(Number(text))),
    })
    .from(trustAccountBalances)
    .where(and(eq(trustAccountBalances.firmId, firmId), inArray(trustAccountBalances.matterId, ids)))
    .groupBy(trustAccountBalances.matterId);
  const trustOf = new Map(totals.map(({ matterId, ...trust }) => [matterId, trust]));
  return rows.map((row) => ({ ...row, trust: trustOf.get(row.id) ?? { balance: money(0), held: money(0) } }));
}
