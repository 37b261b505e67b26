import { and, asc, desc, eq } from 'drizzle-orm';
import type { BankAccountView } from '@makewhole/domain/bank-accounts';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';

const { id, kind, title, bankName, lastFour, isIolta, state, status, isDefault } = bankAccounts;
const VIEW = { id, kind, title, bankName, lastFour, isIolta, state, status, isDefault };

/** A firm's bank accounts, operating ones first, the default of each kind before the others: BANK_ACCOUNTS_MAX at most. */
export function listBankAccounts(db: Db, firmId: FirmId): Promise<BankAccountView[]> {
  return db
    .select(VIEW)
    .from(bankAccounts)
    .where(eq(bankAccounts.firmId, firmId))
    .orderBy(asc(kind), desc(isDefault), asc(title), asc(id));
}

/** Null if the firm has no such account. */
export async function findBankAccount(
  db: Db,
  key: { readonly firmId: FirmId; readonly id: BankAccountId },
): Promise<BankAccountView | null> {
  const [found] = await db
    .select(VIEW)
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, key.firmId), eq(id, key.id)));
  return found ?? null;
}

/** The account of each kind that is taken where nothing says another. @throws if the firm lacks one: it never does */
export async function findDefaultAccounts(
  db: Db,
  firmId: FirmId,
): Promise<Readonly<Record<BankAccount, BankAccountId>>> {
  const found = await db
    .select({ id, kind })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, firmId), isDefault));
  const of = (wanted: BankAccount) => {
    const account = found.find((one) => one.kind === wanted);
    if (account === undefined) throw new Error(`Firm ${firmId} has no ${wanted} account`);
    return account.id;
  };
  return { operating: of('operating'), trust: of('trust') };
}
