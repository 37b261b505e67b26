// Finds what a trust transaction names, locks its bank account, and says what cannot be.
import { and, eq, sql } from 'drizzle-orm';
import type { BankAccountId, FirmId, TrustTransactionId } from '@makewhole/domain/ids';
import { money, type Money } from '@makewhole/domain/money';
import type { TrustLedger } from '@makewhole/domain/trust-transactions';
import { findBankAccount, findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { findMatter, type WantedMatter } from '../find-by-number.ts';
import { trustTransactions, type TrustTransaction } from '../schema/trust-transactions.ts';
import { lockTrustAccount } from './trust-ledgers.ts';

type Said = { readonly reference: string; readonly evidenceId: string | null };
type Moved = Said & {
  readonly amount: Money;
  /** The day that the bank shows, YYYY-MM-DD. */
  readonly date: string;
};

export type NewTrustTransaction =
  | (Moved & {
      readonly type: 'cushion_deposit' | 'cushion_withdrawal';
      readonly bankAccountId: BankAccountId;
      /** The operating account at the other end; null for the default one. */
      readonly operatingAccountId: BankAccountId | null;
    })
  | (Moved & {
      readonly type:
        'bank_charge' | 'processor_fee' | 'interest_credited' | 'interest_remitted' | 'unidentified_deposit';
      readonly bankAccountId: BankAccountId;
    })
  | (Moved & {
      readonly type: 'deposit_identified';
      readonly depositId: TrustTransactionId;
      readonly matter: WantedMatter;
    })
  | (Moved & { readonly type: 'deposit_returned'; readonly depositId: TrustTransactionId })
  | (Said & { readonly type: 'reversal'; readonly reverses: TrustTransactionId });

/** not_iolta: interest on another account is its client's. */
export type TrustTransactionRefusal =
  | {
      readonly kind:
        | 'bank_account_not_found'
        | 'not_iolta'
        | 'transaction_not_found'
        | 'not_a_deposit'
        | 'already_reversed'
        | 'is_reversal'
        | 'matter_not_found'
        | 'matter_insufficient'
        | 'no_such_evidence';
    }
  | { readonly kind: 'date_out_of_range'; readonly message: string }
  | { readonly kind: 'ledger_insufficient'; readonly ledger: TrustLedger; readonly balance: Money };

export type ResolvedTrustTransaction = Pick<
  TrustTransaction,
  | 'type'
  | 'amount'
  | 'date'
  | 'reference'
  | 'evidenceId'
  | 'bankAccountId'
  | 'operatingAccountId'
  | 'depositId'
  | 'matterId'
  | 'reverses'
> & {
  readonly kind: 'resolved';
  /** What a reversal reverses. */
  readonly reversed: TrustTransaction | null;
  /** The day of the deposit that it is about. */
  readonly notBefore: string | null;
  /** What of the deposit is neither identified nor returned. */
  readonly depositLeft: Money | null;
};

const NOTHING = {
  kind: 'resolved',
  operatingAccountId: null,
  depositId: null,
  matterId: null,
  reverses: null,
  reversed: null,
  notBefore: null,
  depositLeft: null,
} as const;

export async function resolveTrustTransaction(
  tx: Db,
  firmId: FirmId,
  wanted: NewTrustTransaction,
): Promise<ResolvedTrustTransaction | TrustTransactionRefusal> {
  switch (wanted.type) {
    case 'reversal':
      return resolveReversal(tx, firmId, wanted);
    case 'deposit_identified':
    case 'deposit_returned':
      return resolveOfDeposit(tx, firmId, wanted);
    case 'cushion_deposit':
    case 'cushion_withdrawal': {
      const operatingAccountId = await findOperating(tx, firmId, wanted.operatingAccountId);
      if (operatingAccountId === null) return { kind: 'bank_account_not_found' };
      const refused = await refuseAccount(tx, firmId, wanted.bankAccountId);
      return refused ?? { ...NOTHING, ...wanted, operatingAccountId };
    }
    default: {
      const isInterest = wanted.type === 'interest_credited' || wanted.type === 'interest_remitted';
      const refused = await refuseAccount(tx, firmId, wanted.bankAccountId, isInterest);
      return refused ?? { ...NOTHING, ...wanted };
    }
  }
}

async function findOperating(
  tx: Db,
  firmId: FirmId,
  wanted: BankAccountId | null,
): Promise<BankAccountId | null> {
  if (wanted === null) return (await findDefaultAccounts(tx, firmId)).operating;
  const account = await findBankAccount(tx, { firmId, id: wanted });
  return account?.kind === 'operating' && account.status === 'open' ? wanted : null;
}

/** Locks the trust account; why it cannot take part, or null. */
async function refuseAccount(
  tx: Db,
  firmId: FirmId,
  bankAccountId: BankAccountId,
  mustBeIolta = false,
): Promise<TrustTransactionRefusal | null> {
  const account = await lockTrustAccount(tx, { firmId, bankAccountId });
  if (account?.kind !== 'trust' || account.status !== 'open') return { kind: 'bank_account_not_found' };
  return mustBeIolta && !account.isIolta ? { kind: 'not_iolta' } : null;
}

async function resolveReversal(
  tx: Db,
  firmId: FirmId,
  { type, reverses, reference, evidenceId }: Extract<NewTrustTransaction, { readonly type: 'reversal' }>,
): Promise<ResolvedTrustTransaction | TrustTransactionRefusal> {
  const reversed = await findTransaction(tx, firmId, reverses);
  if (reversed === null) return { kind: 'transaction_not_found' };
  if (reversed.type === 'reversal') return { kind: 'is_reversal' };
  const { bankAccountId, operatingAccountId, amount, date } = reversed;
  await lockTrustAccount(tx, { firmId, bankAccountId });
  if (await isReversed(tx, firmId, reverses)) return { kind: 'already_reversed' };
  const isDeposit = reversed.type === 'unidentified_deposit';
  const depositLeft = isDeposit ? await leftOf(tx, reversed) : null;
  const said = { type, reference, evidenceId, amount, date, bankAccountId, operatingAccountId };
  return { ...NOTHING, ...said, reverses, reversed, depositLeft };
}

type OfDeposit = Extract<NewTrustTransaction, { readonly depositId: TrustTransactionId }>;

async function resolveOfDeposit(
  tx: Db,
  firmId: FirmId,
  wanted: OfDeposit,
): Promise<ResolvedTrustTransaction | TrustTransactionRefusal> {
  const { depositId } = wanted;
  const deposit = await findTransaction(tx, firmId, depositId);
  if (deposit === null) return { kind: 'transaction_not_found' };
  if (deposit.type !== 'unidentified_deposit') return { kind: 'not_a_deposit' };
  const { bankAccountId, date: notBefore } = deposit;
  const refused = await refuseAccount(tx, firmId, bankAccountId);
  if (refused !== null) return refused;
  const { type, amount, date, reference, evidenceId } = wanted;
  const said = { type, amount, date, reference, evidenceId, bankAccountId, depositId, notBefore };
  const depositLeft = await leftOf(tx, deposit);
  if (wanted.type === 'deposit_returned') return { ...NOTHING, ...said, depositLeft };
  const matterId = await findMatter(tx, { firmId }, wanted.matter);
  if (matterId === null) return { kind: 'matter_not_found' };
  return { ...NOTHING, ...said, depositLeft, matterId };
}

async function findTransaction(
  tx: Db,
  firmId: FirmId,
  id: TrustTransactionId,
): Promise<TrustTransaction | null> {
  const [found] = await tx
    .select()
    .from(trustTransactions)
    .where(and(eq(trustTransactions.firmId, firmId), eq(trustTransactions.id, id)));
  return found ?? null;
}

async function isReversed(tx: Db, firmId: FirmId, id: TrustTransactionId): Promise<boolean> {
  const found = await tx
    .select({ id: trustTransactions.id })
    .from(trustTransactions)
    .where(and(eq(trustTransactions.firmId, firmId), eq(trustTransactions.reverses, id)));
  return found.length > 0;
}

/** What of a deposit is neither identified nor returned; nothing of one that never was. */
async function leftOf(tx: Db, { firmId, id, amount }: TrustTransaction): Promise<Money> {
  if (await isReversed(tx, firmId, id)) return money(0);
  const [row] = await tx
    .select({ gone: sql<number>`coalesce(sum(${trustTransactions.amount}), 0)::bigint`.mapWith(Number) })
    .from(trustTransactions)
    .where(
      and(
        eq(trustTransactions.firmId, firmId),
        eq(trustTransactions.depositId, id),
        sql`NOT EXISTS (SELECT FROM trust_transactions r WHERE r.firm_id = ${firmId}
          AND r.reverses = ${trustTransactions.id})`,
      ),
    );
  return money(amount - (row?.gone ?? 0));
}
