// Finds matters and invoices by the numbers that people type.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import type { Db } from './connect.ts';
import { matters, type invoices } from './schema/matters.ts';

/** A matter by our own ID, or by the number that people use. */
export type WantedMatter = { readonly matterId: MatterId } | { readonly matterNumber: string };

/** A matter of the firm; null if it has none such. */
export async function findMatter(
  tx: Db,
  { firmId }: { readonly firmId: FirmId },
  wanted: WantedMatter,
): Promise<MatterId | null> {
  if ('matterNumber' in wanted) return findByNumber(tx, matters, firmId, wanted.matterNumber);
  const [matter] = await tx
    .select({ id: matters.id })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.id, wanted.matterId)));
  return matter?.id ?? null;
}

type Numbered = typeof matters | typeof invoices;

/**
 * Finds the row with this number: exactly, or else ignoring case and surrounding white space if only one row matches.
 * People type these numbers into payment pages; if two rows differ in nothing else, we do not guess.
 */
export async function findByNumber<Table extends Numbered>(
  tx: Db,
  table: Table,
  firmId: FirmId,
  number: string,
): Promise<Table['$inferSelect']['id'] | null> {
  // Both tables have these columns.
  const numbered: Numbered = table;
  const found = await tx
    .select({ id: table.id, number: table.number })
    .from(numbered)
    .where(and(eq(table.firmId, firmId), isSameNumber(table.number, sql`${number}::text`)))
    .limit(3);
  const exact = found.find((one) => one.number === number);
  return (exact ?? (found.length === 1 ? found[0] : undefined))?.id ?? null;
}

/** The external ID of another row of the firm that has exactly this number; null if none does. */
export async function findNumberHolder(
  tx: Db,
  table: Numbered,
  {
    firmId,
    number,
    externalId,
  }: { readonly firmId: FirmId; readonly number: string; readonly externalId: string },
): Promise<string | null> {
  const [other] = await tx
    .select({ externalId: table.externalId })
    .from(table)
    .where(and(eq(table.firmId, firmId), eq(table.number, number), ne(table.externalId, externalId)));
  return other?.externalId ?? null;
}

/** Whether two numbers differ in nothing but case and surrounding white space. */
export function isSameNumber(one: AnyPgColumn, other: unknown) {
  return sql`lower(btrim(${one})) = lower(btrim(${other}))`;
}
