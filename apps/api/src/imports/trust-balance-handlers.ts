// What the firm's own system says of its matters' trust money: it posts nothing and is compared (ADR 53).
import { findFirm } from '@makewhole/db/firms/find-firm';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { listTrustBalances, type ListedBalance } from '@makewhole/db/imports/list-trust-balances';
import { putTrustBalance } from '@makewhole/db/imports/put-trust-balance';
import { isStaleBalance } from '@makewhole/domain/imported-trust-balances';
import { asId, type BankAccountId, type FirmId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { isStorableText } from '@makewhole/domain/storable-text';
import { changedBy } from '../auth/audit-actor.ts';
import { BANK_ACCOUNT_NOT_FOUND } from '../bank-accounts/handlers.ts';
import type { App, Services } from '../context.ts';
import { BAD_CURSOR, problem, type Refusal } from '../http/problems.ts';
import { importedBody, oneByOne, putBatch, type Put } from './handlers.ts';
import { isWritten, refusalOf } from './refusal.ts';
import {
  getTrustBalanceRoute,
  listTrustBalancesRoute,
  putTrustBalanceRoute,
  putTrustBalancesRoute,
} from './trust-balance-routes.ts';
import type { TrustBalanceBody, TrustBalanceRow } from './trust-balance-schemas.ts';

const NOT_FOUND: Refusal = {
  code: 'trust_balance_not_found',
  detail: 'No trust balance was imported for a matter with this externalId. PUT one first.',
};
const SEVERAL: Refusal = {
  code: 'bank_account_required',
  detail: 'The matter has balances in several trust accounts. Send bankAccountId with one of them.',
};
/** A row locks its matter's money: it waits for no other row's. */
const ROWS_AT_ONCE = 1;

const putOne: Put<TrustBalanceRow & { readonly externalId: string }> = (importing, row, ifMatch) =>
  putTrustBalance(importing, {
    matterExternalId: row.matterExternalId,
    balance: money(row.balance),
    bankAccountId: row.bankAccountId === undefined ? null : asId<BankAccountId>(row.bankAccountId),
    asOf: new Date(row.asOf),
    ifMatch,
  });

export function addTrustBalanceHandlers(app: App, { db }: Services): void {
  app.openapi(putTrustBalanceRoute, async (c) => {
    const row = ofMatter({ ...c.req.valid('json'), ...c.req.valid('param') });
    const ifMatch = c.req.valid('header')['If-Match'] ?? null;
    const outcome = await importInTurn(db, changedBy(c), (importing) => putOne(importing, row, ifMatch));
    if (!isWritten(outcome)) return problem(c, refusalOf(outcome));
    return c.json(importedBody(row, outcome), 200, { ETag: outcome.etag });
  });

  app.openapi(putTrustBalancesRoute, async (c) => {
    const { rows, dryRun } = c.req.valid('json');
    const batch = { rows: rows.map(ofMatter), dryRun };
    return c.json(await putBatch(db, changedBy(c), batch, oneByOne(putOne), ROWS_AT_ONCE), 200);
  });

  app.openapi(getTrustBalanceRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { matterExternalId } = c.req.valid('param');
    const { bankAccountId } = c.req.valid('query');
    if (!isStorableText(matterExternalId + (bankAccountId ?? ''))) return problem(c, NOT_FOUND);
    const wanted = { firmId, matterExternalId, ...inAccount(bankAccountId), limit: 2 };
    const page = await listTrustBalances(db, wanted);
    const [found, ...others] = 'data' in page ? page.data : [];
    if (found === undefined) return problem(c, NOT_FOUND);
    if (others.length > 0) return problem(c, SEVERAL);
    const body = balanceBody(found, await staleAt(firmId));
    return c.json(body, 200, { ETag: found.etag });
  });

  app.openapi(listTrustBalancesRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { bankAccountId, differs, cursor, limit } = c.req.valid('query');
    if (!isStorableText(bankAccountId ?? '')) return problem(c, BANK_ACCOUNT_NOT_FOUND);
    const wanted = { firmId, ...inAccount(bankAccountId), differs, cursor, limit };
    const page = await listTrustBalances(db, wanted);
    if ('kind' in page) return problem(c, BAD_CURSOR);
    const rule = await staleAt(firmId);
    const data = page.data.map((one) => balanceBody(one, rule));
    return c.json({ data, nextCursor: page.nextCursor }, 200);
  });

  async function staleAt(firmId: FirmId): Promise<Staleness> {
    const now = new Date();
    return { now: now.toISOString(), days: (await findFirm(db, { firmId }, now)).trustBalanceDays };
  }
}

type Staleness = { readonly now: string; readonly days: number };

function ofMatter<Row extends { readonly matterExternalId: string }>(row: Row) {
  return { ...row, externalId: row.matterExternalId };
}

function inAccount(id: string | undefined): { bankAccountId?: BankAccountId } {
  return id === undefined ? {} : { bankAccountId: asId<BankAccountId>(id) };
}

function balanceBody(found: ListedBalance, { now, days }: Staleness): TrustBalanceBody {
  const { matterExternalId, matterNumber, bankAccountId, imported, ledgerThen, ledgerNow, held } = found;
  const [asOf, importedAt] = [found.asOf.toISOString(), found.importedAt.toISOString()];
  const difference = imported - ledgerThen;
  return {
    ...{ matterExternalId, matterNumber, bankAccountId, balance: imported, asOf, importedAt },
    ...{ ledgerBalance: ledgerThen, difference, held, free: ledgerNow + difference - held },
    stale: isStaleBalance(asOf, now, days),
  };
}
