import { and, asc, eq, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { BadCursor, Page } from '../paging.ts';
import { invoices, matters } from '../schema/matters.ts';
import { etagOf } from './import-row.ts';
import { afterCursor, pageByExternalId, type PageWanted, type Standing } from './standing-page.ts';

/** What the firm's own system says of an invoice. */
type InvoiceContent = {
  readonly number: string;
  /** Minor units. */
  readonly total: Money;
  readonly closed: boolean;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  readonly matterExternalId: string;
};

export type StandingInvoice = Standing & InvoiceContent;

/** The invoice that the firm's own system calls so; null if there is none. */
export async function findInvoiceStatement(
  db: Db,
  { firmId, externalId }: { readonly firmId: FirmId; readonly externalId: string },
): Promise<StandingInvoice | null> {
  const [row] = await select(db, and(eq(invoices.firmId, firmId), eq(invoices.externalId, externalId)), 1);
  return row === undefined ? null : viewOf(row);
}

/** A firm's invoices, by their IDs in its own system. */
export async function listInvoices(
  db: Db,
  { firmId, cursor, limit }: PageWanted,
): Promise<({ readonly kind: 'page' } & Page<StandingInvoice>) | BadCursor> {
  const after = afterCursor(invoices.externalId, cursor);
  if (after.kind === 'bad_cursor') return after;
  const rows = await select(db, and(eq(invoices.firmId, firmId), after.condition), limit + 1);
  return { kind: 'page', ...pageByExternalId(rows.map(viewOf), limit) };
}

type Row = { readonly invoice: typeof invoices.$inferSelect; readonly matterExternalId: string };

function select(db: Db, condition: SQL | undefined, limit: number): Promise<Row[]> {
  return db
    .select({ invoice: invoices, matterExternalId: matters.externalId })
    .from(invoices)
    .innerJoin(matters, and(eq(matters.firmId, invoices.firmId), eq(matters.id, invoices.matterId)))
    .where(condition)
    .orderBy(asc(invoices.externalId))
    .limit(limit);
}

function viewOf(row: Row): StandingInvoice {
  const { externalId, importedAsOf } = row.invoice;
  const content = invoiceContent(row);
  return { externalId, ...content, asOf: importedAsOf, etag: etagOf(content) };
}

export function invoiceContent({ invoice, matterExternalId }: Row): InvoiceContent {
  const { number, total, closed, issuedAt } = invoice;
  return { number, total, closed, issuedOn: issuedAt.toISOString().slice(0, 10), matterExternalId };
}
