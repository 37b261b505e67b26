import { sql } from 'drizzle-orm';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { readSortedCursor, writeSortedCursor, type BadCursor, type Page } from '../paging.ts';
import {
  BALANCE_FIELDS,
  IMPORTED_WITH_OURS,
  balanceOf,
  type ImportedBalance,
  type Row,
} from '../trust/imported-balance.ts';
import { etagOf } from './import-row.ts';

export type ListedBalance = ImportedBalance & {
  readonly matterExternalId: string;
  readonly matterNumber: string;
  readonly importedAt: Date;
  readonly etag: string;
};

const SORT = 'matter';
const SORT_KINDS = { [SORT]: 'text' } as const;

type Listed = Row & {
  readonly matterExternalId: string;
  readonly matterNumber: string;
  readonly importedAt: string;
};

export type BalanceFilter = {
  readonly firmId: FirmId;
  readonly matterExternalId?: string | undefined;
  readonly bankAccountId?: BankAccountId | undefined;
  /** true: only those with an open task about them. */
  readonly differs?: boolean | undefined;
};

/** What the firm's own system said of its matters' trust money, beside ours, by the matter's externalId. `limit`: 1 to 100. */
export async function listTrustBalances(
  db: Db,
  {
    firmId,
    matterExternalId,
    bankAccountId,
    differs = false,
    cursor,
    limit,
  }: BalanceFilter & {
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<ListedBalance> | BadCursor> {
  const after = cursor === undefined ? null : readSortedCursor(cursor, SORT, SORT_KINDS);
  if (after?.kind === 'bad_cursor') return after;
  const ofMatter = matterExternalId === undefined ? sql`` : sql`AND m.external_id = ${matterExternalId}`;
  const inAccount = bankAccountId === undefined ? sql`` : sql`AND i.bank_account_id = ${bankAccountId}`;
  const open = sql`AND EXISTS (SELECT FROM obligations o WHERE o.firm_id = i.firm_id
    AND o.bank_account_id = i.bank_account_id AND o.subject = i.matter_id AND o.status = 'open'
    AND o.kind IN ('trust_balance_difference', 'trust_balance_below_held'))`;
  const onPage =
    after === null
      ? sql``
      : sql`AND (m.external_id, i.bank_account_id) > (${after.place.key}, ${after.place.id})`;
  const rows = await db.execute<Listed>(sql`
    SELECT m.external_id AS "matterExternalId", m.number AS "matterNumber", i.imported_at AS "importedAt", ${BALANCE_FIELDS}
    FROM ${IMPORTED_WITH_OURS} JOIN matters m ON m.firm_id = i.firm_id AND m.id = i.matter_id
    WHERE i.firm_id = ${firmId} ${ofMatter} ${inAccount} ${differs ? open : sql``} ${onPage}
    ORDER BY m.external_id, i.bank_account_id LIMIT ${limit + 1}`);
  const data = rows.slice(0, limit).map((row) => {
    const balance = balanceOf(row);
    const { matterExternalId: of, matterNumber } = row;
    const etag = etagOf({ balance: balance.imported });
    return { ...balance, matterExternalId: of, matterNumber, importedAt: new Date(row.importedAt), etag };
  });
  const last = rows.length > limit ? data.at(-1) : undefined;
  const nextCursor =
    last === undefined
      ? null
      : writeSortedCursor(SORT, { key: last.matterExternalId, id: last.bankAccountId });
  return { data, nextCursor };
}
