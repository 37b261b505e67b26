import { countBankLines, listBankLines } from '@makewhole/db/bank/list-bank-lines';
import { findBankAccount, listBankAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { countJournalLines } from '@makewhole/db/journal/count-journal-lines';
import { findAccountMap } from '@makewhole/db/journal/find-account-map';
import { listJournal } from '@makewhole/db/journal/list-journal';
import { countPayments } from '@makewhole/db/payments/count-payments';
import { listPayments } from '@makewhole/db/payments/list-payments';
import { viewPayments } from '@makewhole/db/payments/payment-view';
import { countRefunds, listRefunds, type RefundFilter } from '@makewhole/db/refunds/list-refunds';
import { asId, type BankAccountId } from '@makewhole/domain/ids';
import { isStorableText } from '@makewhole/domain/storable-text';
import { recordDownload } from '../access-events/record-download.ts';
import { bankLineFilter } from '../bank/line-filter.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, ApiEnv, Services } from '../context.ts';
import type { Context } from 'hono';
import { rangesOf } from '../http/fields.ts';
import { EXPORT_ROWS_MAX, csvOf, pagesOf, type Columns } from '../csv.ts';
import { dayIn, nameDownload } from '../http/download.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { bankLineColumns } from './bank-line-columns.ts';
import { journalColumns, journalRows } from './journal-columns.ts';
import { paymentColumns } from './payment-columns.ts';
import { refundColumns, type RefundRow } from './refund-columns.ts';
import {
  exportBankLinesRoute,
  exportJournalRoute,
  exportPaymentsRoute,
  exportRefundsRoute,
} from './routes.ts';

/** Rows per database read. */
const PAGE_ROWS = 500;
/** Postings per database read: each read goes through the range again, so there are few. */
const PAGE_POSTINGS = 2_000;
/** One row more than may be exported shows that there are too many. */
const COUNTED_MAX = EXPORT_ROWS_MAX + 1;

const EXPORT_TOO_LONG: Refusal = {
  code: 'export_too_long',
  detail: `This list has more than ${EXPORT_ROWS_MAX.toLocaleString('en-US')} rows, and a file with only some of them would look complete. Choose an earlier and a later range of dates, and export each.`,
};

export function addExportHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(exportPaymentsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { type, q, sort, ...ranges } = c.req.valid('query');
    const wanted = { firmId, type, q, sort, ...rangesOf(ranges), limit: PAGE_ROWS };
    const { timeZone } = await findFirm(db, { firmId });
    const counts = await countPayments(db, wanted, COUNTED_MAX);
    const count = type === undefined ? counts.sale + counts.authorization + counts.refund : counts[type];
    if (count > EXPORT_ROWS_MAX) return problem(c, EXPORT_TOO_LONG);
    await recordDownload(services, c, 'exported', { what: 'payments' });
    const pages = pagesOf(async (cursor) => {
      const page = await listPayments(db, { ...wanted, cursor });
      return page.kind === 'page' ? page : null;
    });
    return sendCsv(c, services, { name: 'payments', timeZone, pages, columns: paymentColumns(timeZone) });
  });

  app.openapi(exportRefundsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { status, open, late, q, sort, ...ranges } = c.req.valid('query');
    const wanted = { firmId, status, open, late, q, sort, ...rangesOf(ranges), limit: PAGE_ROWS };
    const { timeZone } = await findFirm(db, { firmId });
    if ((await countRefunds(db, wanted, COUNTED_MAX)) > EXPORT_ROWS_MAX) return problem(c, EXPORT_TOO_LONG);
    await recordDownload(services, c, 'exported', { what: 'refunds' });
    const pages = pagesOf((cursor) => pageWithPayments(services, { ...wanted, cursor }));
    return sendCsv(c, services, { name: 'refunds', timeZone, pages, columns: refundColumns(timeZone) });
  });

  addJournalHandler(app, services);
  addBankLineHandler(app, services);
}

function addBankLineHandler(app: App, services: Services): void {
  const { db } = services;

  app.openapi(exportBankLinesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const wanted = bankLineFilter(firmId, c.req.valid('query'));
    if (wanted === null) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const [{ timeZone }, accounts] = await Promise.all([
      findFirm(db, { firmId }),
      listBankAccounts(db, firmId),
    ]);
    if ((await countBankLines(db, wanted, COUNTED_MAX)) > EXPORT_ROWS_MAX) return problem(c, EXPORT_TOO_LONG);
    await recordDownload(services, c, 'exported', { what: 'bank_lines' });
    const pages = pagesOf((cursor) => listBankLines(db, { ...wanted, cursor, limit: PAGE_ROWS }));
    const columns = bankLineColumns(new Map(accounts.map(({ id, title }) => [id, title])));
    return sendCsv(c, services, { name: 'bank-lines', timeZone, pages, columns });
  });
}

function addJournalHandler(app: App, services: Services): void {
  const { db } = services;

  app.openapi(exportJournalRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { bankAccountId, ...days } = c.req.valid('query');
    const account = bankAccountId === undefined ? undefined : asId<BankAccountId>(bankAccountId);
    if (account !== undefined) {
      const known = isStorableText(account) ? await findBankAccount(db, { firmId, id: account }) : null;
      if (known === null) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    }
    const wanted = { firmId, ...days, bankAccountId: account, limit: PAGE_POSTINGS };
    const [{ timeZone }, map] = await Promise.all([findFirm(db, { firmId }), findAccountMap(db, firmId)]);
    if ((await countJournalLines(db, wanted, COUNTED_MAX)) > EXPORT_ROWS_MAX)
      return problem(c, EXPORT_TOO_LONG);
    await recordDownload(services, c, 'exported', { what: 'journal' });
    const pages = pagesOf(async (cursor) => {
      const page = await listJournal(db, { ...wanted, cursor });
      return { data: journalRows(page.data, map.basis), nextCursor: page.nextCursor };
    });
    const columns = journalColumns(map.accounts, timeZone);
    return sendCsv(c, services, { name: `journal-${map.basis}`, timeZone, pages, columns });
  });
}

type Export<Row> = {
  readonly name: string;
  readonly timeZone: string;
  readonly pages: AsyncIterable<readonly Row[]>;
  readonly columns: Columns<Row>;
};

function sendCsv<Row>(
  c: Context<ApiEnv>,
  services: Services,
  { name, timeZone, pages, columns }: Export<Row>,
) {
  c.header('Content-Type', 'text/csv; charset=utf-8');
  nameDownload(c, [name, dayIn(timeZone)], 'csv');
  return c.body(ReadableStream.from(bytesOf(services, csvOf(pages, columns))), 200);
}

async function* bytesOf({ log }: Services, parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  try {
    for await (const part of parts) yield encoder.encode(part);
  } catch (error) {
    // This cuts the connection, so that nobody mistakes a part for the whole.
    log.error({ err: error }, 'an export was cut short');
    throw error;
  }
}

async function pageWithPayments({ db }: Services, wanted: RefundFilter) {
  const page = await listRefunds(db, wanted);
  if (page === null) return null;
  const ids = page.data.map(({ transactionId }) => transactionId);
  const payments = await viewPayments(db, wanted.firmId, [...new Set(ids)]);
  const paymentOf = new Map(payments.map((payment) => [payment.transactionId, payment]));
  const data: RefundRow[] = page.data.map((refund) => ({
    refund,
    payment: paymentOf.get(refund.transactionId),
  }));
  return { data, nextCursor: page.nextCursor };
}
