import { and, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Basis } from '@makewhole/domain/journal-export';
import { LEDGER_ACCOUNTS, type LedgerAccount } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { accountMap } from '../schema/account-map.ts';
import { firms } from '../schema/firms.ts';
import { accounts } from '../schema/ledger.ts';

export type MappedAccount = {
  readonly code: LedgerAccount;
  /** The account of the firm's own general ledger; null where the firm says none. */
  readonly number: string | null;
  readonly name: string | null;
};

export type AccountMap = {
  readonly basis: Basis;
  /** Every account of ours, in the order of LEDGER_ACCOUNTS, with the name that we call it by. */
  readonly accounts: readonly (MappedAccount & { readonly standardName: string })[];
};

/** @throws Error if there is no such firm: its ID comes from one of our keys or sessions */
export async function findAccountMap(db: Db, firmId: FirmId): Promise<AccountMap> {
  const rows = await db
    .select({
      ...{ basis: firms.journalBasis, code: accounts.code, standardName: accounts.name },
      ...{ number: accountMap.number, name: accountMap.name },
    })
    .from(firms)
    .innerJoin(accounts, eq(accounts.firmId, firms.id))
    .leftJoin(accountMap, and(eq(accountMap.firmId, firms.id), eq(accountMap.code, accounts.code)))
    .where(eq(firms.id, firmId));
  const [first] = rows;
  if (first === undefined) throw new Error(`There is no firm ${firmId} with accounts`);
  const placeOf = ({ code }: MappedAccount) => LEDGER_ACCOUNTS.indexOf(code);
  return {
    basis: first.basis,
    accounts: rows
      .map(({ basis: _basis, ...account }) => account)
      .toSorted((one, other) => placeOf(one) - placeOf(other)),
  };
}
