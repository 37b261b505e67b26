import type { AccountKey } from '@makewhole/db/month-ends/cleared-postings';
import { findMonthEnd, listMonthEnds } from '@makewhole/db/month-ends/find-month-ends';
import { openMonthEnd, type MonthEndOpened } from '@makewhole/db/month-ends/open-month-end';
import { readBinder } from '@makewhole/db/month-ends/read-binder';
import { readTitle, readTitles } from '@makewhole/db/month-ends/read-titles';
import { findBankAccount } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { money } from '@makewhole/domain/money';
import { isStorableText } from '@makewhole/domain/storable-text';
import { recordDownload } from '../access-events/record-download.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, Services } from '../context.ts';
import { nameDownload } from '../http/download.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { MONTH_END_NOT_FOUND, MONTH_END_TOO_LARGE, accountOf } from './account-of.ts';
import { monthEndBinderBody, monthEndBody } from './month-end-body.ts';
import { listMonthEndsRoute, openMonthEndRoute, readMonthEndRoute, readSectionRoute } from './routes.ts';
import type { MonthEndBinderBody } from './schemas.ts';
import { accountNameIn, sectionCsv } from './section-csv.ts';

export function addMonthEndHandlers(app: App, services: Services): void {
  const { db } = services;

  app.openapi(listMonthEndsRoute, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, limit } = c.req.valid('query');
    if (!isStorableText(id + (cursor ?? ''))) return problem(c, BAD_CURSOR);
    const account = accountOf(c.get('caller'), id);
    const known = await findBankAccount(db, { firmId: account.firmId, id: account.bankAccountId });
    if (known === null) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const page = await listMonthEnds(db, account, { cursor, limit });
    if (page === null) return problem(c, BAD_CURSOR);
    const titles = await readTitles(db, page.data);
    const data = page.data.map((row) => monthEndBody(row, titles.get(row.id) ?? ''));
    return c.json({ data, nextCursor: page.nextCursor }, 200);
  });

  app.openapi(openMonthEndRoute, async (c) => {
    const caller = c.get('caller');
    const { id } = c.req.valid('param');
    if (!isStorableText(id)) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const { closingBalance, openingBalance, ...wanted } = c.req.valid('json');
    const balances = {
      closingBalance: closingBalance === undefined ? undefined : money(closingBalance),
      openingBalance: openingBalance === undefined ? undefined : money(openingBalance),
    };
    const by = { actor: caller.principalId, at: new Date() };
    const outcome = await openMonthEnd(db, accountOf(caller, id), { ...wanted, ...balances }, by);
    if (outcome.kind !== 'open') return problem(c, OPENING_REFUSED[outcome.kind]);
    return c.json(monthEndBody(outcome.monthEnd, await readTitle(db, outcome.monthEnd)), 201);
  });

  app.openapi(readMonthEndRoute, async (c) => {
    const { id, monthEndId } = c.req.valid('param');
    const read = await readBody(services, accountOf(c.get('caller'), id), monthEndId);
    return 'code' in read ? problem(c, read) : c.json(read, 200);
  });

  app.openapi(readSectionRoute, async (c) => {
    const { id, monthEndId, section } = c.req.valid('param');
    const read = await readBody(services, accountOf(c.get('caller'), id), monthEndId);
    if ('code' in read) return problem(c, read);
    const wanted = read.sections.find((one) => one.section === section);
    if (wanted === undefined) return problem(c, SECTION_NOT_FOUND);
    await recordDownload(services, c, 'exported', { what: 'month_end', monthEndId, section });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    nameDownload(c, ['month-end', read.endingOn, section, accountNameIn(read)], 'csv');
    return c.body(sectionCsv(read, wanted), 200);
  });
}

/** A signed month end as it was signed; another one as the books are now. */
async function readBody(
  { db }: Services,
  account: AccountKey,
  id: string,
): Promise<MonthEndBinderBody | Refusal> {
  if (!isStorableText(account.bankAccountId + id)) return MONTH_END_NOT_FOUND;
  const row = await findMonthEnd(db, account, id);
  if (row === null) return MONTH_END_NOT_FOUND;
  const title = await readTitle(db, row);
  if (row.status === 'signed') return monthEndBinderBody(row, title, null);
  const binder = await db.transaction((tx) => readBinder(tx, row), { isolationLevel: 'repeatable read' });
  return binder === null ? MONTH_END_TOO_LARGE : monthEndBinderBody(row, title, binder);
}

const SECTION_NOT_FOUND: Refusal = {
  ...MONTH_END_NOT_FOUND,
  detail: 'The binder has no such section. Its sections field lists them.',
};

const OPENING_REFUSED: Readonly<Record<Exclude<MonthEndOpened['kind'], 'open'>, Refusal>> = {
  not_trust: {
    ...BANK_ACCOUNT_NOT_FOUND,
    detail: 'Your firm has no such trust account. Only trust accounts have month ends.',
  },
  no_balance: {
    code: 'month_end_refused',
    detail:
      'No imported statement ends on that day. Import it, or send closingBalance as printed on the statement.',
  },
  not_over: {
    code: 'month_end_refused',
    detail: 'That day is not over. Reconcile a statement once its ending date has passed.',
  },
  bad_period: {
    code: 'month_end_refused',
    detail:
      'The period must begin after the month end before it, and not after its own ending date. Send another periodStart.',
  },
};
