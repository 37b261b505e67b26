// A movement of a matter's trust money that happened outside Makewhole, as the firm's own system says (RP2, ADR 54): each
// its own posting, once. It is a fact, so it is taken even where it makes the client's ledger negative: then a lawyer is
// asked to replenish it the same day.
import { isDeepStrictEqual } from 'node:util';
import { and, eq } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, FirmId, MatterId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { LedgerEntry } from '@makewhole/domain/postings';
import {
  inverted,
  trustTransactionEntries,
  type MatterTrustTransaction,
  type TrustTransactionMethod,
} from '@makewhole/domain/trust-transactions';
import { findBankAccount, findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import type { ChangedBy } from '../events/append-firm-event.ts';
import { findFirm } from '../firms/find-firm.ts';
import { findCutOver } from '../ledger/account-opening.ts';
import { matters } from '../schema/matters.ts';
import { trustTransactions, type TrustTransaction } from '../schema/trust-transactions.ts';
import { addToTotals, lockTrustMoney } from '../trust/matter-totals.ts';
import { postTrustTransaction, type TrustTransactionFacts } from '../trust/post-trust-transaction.ts';
import { lockTrustAccount } from '../trust/trust-ledgers.ts';
import { lastDayThatHasCome } from '../trust/trust-step-records.ts';
import { etagOf, type Importing, type Written } from './import-row.ts';

export type TrustTransactionStatement = {
  /** Its ID in the firm's own system, which never changes. */
  readonly externalId: string;
  readonly bankAccountId: BankAccountId;
  readonly type: MatterTrustTransaction;
  readonly matterExternalId: string;
  /** The day on which the money moved. */
  readonly date: BankDate;
  /** Minor units, more than 0. */
  readonly amount: Money;
  /** Who paid it in, or was paid. */
  readonly counterparty: string;
  readonly method: TrustTransactionMethod;
  /** Of the check, or of the electronic transfer. */
  readonly number: string | null;
  readonly purpose: string;
  /** Where fees went; null for the default operating account, and for what is no fee. */
  readonly operatingAccountId: BankAccountId | null;
  readonly reversed: boolean;
  /** Why, if it is reversed. */
  readonly reversalReason: string | null;
};

/**
 * recorded_otherwise: it is here already, and says something else in these fields. reversed_here: it was reversed, and
 * that stands. before_opening: the account's books begin after that day.
 */
export type TrustTransactionPut =
  | Written
  | {
      readonly kind: 'operating_account_not_found' | 'reason_needed' | 'not_come' | 'reversed_here';
    }
  | { readonly kind: 'matter_not_found' | 'bank_account_not_found' }
  | { readonly kind: 'recorded_otherwise'; readonly fields: readonly string[] }
  | { readonly kind: 'before_opening'; readonly cutOverOn: BankDate };

/** Books it once, and its reversal once. The same again changes nothing. */
export async function putTrustTransaction(
  importing: Importing,
  statement: TrustTransactionStatement,
): Promise<TrustTransactionPut> {
  const { tx, by } = importing;
  const { firmId } = by;
  const { bankAccountId, reversed, reversalReason } = statement;
  if (reversed && reversalReason === null) return { kind: 'reason_needed' };
  const account = await lockTrustAccount(tx, { firmId, bankAccountId });
  if (account?.kind !== 'trust') return { kind: 'bank_account_not_found' };
  const facts = await resolve(tx, firmId, statement);
  if (typeof facts === 'string') return { kind: facts };
  const standing = await findStanding(tx, firmId, statement.externalId);
  if (standing !== null) return replace(importing, standing, facts, statement);
  if (account.status !== 'open') return { kind: 'bank_account_not_found' };
  const refused = await refuseDate(tx, by, statement);
  if (refused !== null) return refused;
  const entries = trustTransactionEntries(statement.type, statement.amount, facts.matterId);
  const recorded = await post(importing, facts, { entries, reversed: null });
  if (reversed) await reverse(importing, recorded, reversalReason ?? '');
  return written('created', statement);
}

function written(kind: Written['kind'], { externalId: _id, ...content }: TrustTransactionStatement): Written {
  return { kind, etag: etagOf(content) };
}

type Facts = TrustTransactionFacts & { readonly matterId: MatterId };

async function resolve(
  tx: Db,
  firmId: FirmId,
  said: TrustTransactionStatement,
): Promise<Facts | 'matter_not_found' | 'operating_account_not_found'> {
  const [matter] = await tx
    .select({ id: matters.id })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.externalId, said.matterExternalId)));
  if (matter === undefined) return 'matter_not_found';
  const operatingAccountId = await findOperating(tx, firmId, said);
  if (operatingAccountId === undefined) return 'operating_account_not_found';
  const { externalId, bankAccountId, type, date, amount, counterparty, method, number, purpose } = said;
  return {
    ...{ externalId, bankAccountId, type, date, amount, counterparty, method, number, purpose },
    ...{ matterId: matter.id, operatingAccountId, reference: number ?? externalId },
    ...{ depositId: null, reverses: null, evidenceId: null },
  };
}

/** The operating account that fees went to; null for what is no fee, undefined if the firm has none such. */
async function findOperating(
  tx: Db,
  firmId: FirmId,
  { type, operatingAccountId: id }: TrustTransactionStatement,
): Promise<BankAccountId | null | undefined> {
  if (type !== 'trust_to_operating_fees') return id === null ? null : undefined;
  if (id === null) return (await findDefaultAccounts(tx, firmId)).operating;
  return (await findBankAccount(tx, { firmId, id }))?.kind === 'operating' ? id : undefined;
}

async function findStanding(tx: Db, firmId: FirmId, externalId: string): Promise<TrustTransaction | null> {
  const [found] = await tx
    .select()
    .from(trustTransactions)
    .where(and(eq(trustTransactions.firmId, firmId), eq(trustTransactions.externalId, externalId)));
  return found ?? null;
}

/** Nothing, its reversal, or a refusal: a record is never edited. */
async function replace(
  importing: Importing,
  standing: TrustTransaction,
  facts: Facts,
  statement: TrustTransactionStatement,
): Promise<TrustTransactionPut> {
  const { tx, by } = importing;
  const { operatingAccountId, reversed, reversalReason } = statement;
  const { id, firmId, recordedAt: _at, recordedBy: _by, ...recorded } = standing;
  // Where the statement names no operating account, the one that was the default then stays.
  const said =
    operatingAccountId === null ? { ...facts, operatingAccountId: recorded.operatingAccountId } : facts;
  const differ = COMPARED.filter((field) => !isDeepStrictEqual(recorded[field], said[field]));
  if (differ.length > 0) return { kind: 'recorded_otherwise', fields: differ.map(nameOf) };
  const reversals = await tx
    .select({ id: trustTransactions.id })
    .from(trustTransactions)
    .where(and(eq(trustTransactions.firmId, firmId), eq(trustTransactions.reverses, id)));
  const isReversed = reversals.length > 0;
  if (isReversed !== reversed) {
    if (isReversed) return { kind: 'reversed_here' };
    const refused = await refuseDate(tx, by, statement);
    if (refused !== null) return refused;
    await reverse(importing, standing, reversalReason ?? '');
    return written('updated', statement);
  }
  return written('unchanged', statement);
}

const COMPARED = [
  ...(['bankAccountId', 'type', 'matterId', 'date', 'amount', 'counterparty'] as const),
  ...(['method', 'number', 'purpose', 'operatingAccountId'] as const),
];

/** The field as the caller names it. */
function nameOf(field: (typeof COMPARED)[number]): string {
  return field === 'matterId' ? 'matterExternalId' : field;
}

async function refuseDate(
  tx: Db,
  { firmId, at }: ChangedBy,
  { bankAccountId, date }: TrustTransactionStatement,
): Promise<TrustTransactionPut | null> {
  const { timeZone } = await findFirm(tx, { firmId });
  if (date > lastDayThatHasCome(at, timeZone)) return { kind: 'not_come' };
  const cutOverOn = await findCutOver(tx, { firmId, bankAccountId });
  return cutOverOn !== null && date <= cutOverOn ? { kind: 'before_opening', cutOverOn } : null;
}

/** Posts the inverse on the same day, or today if that is locked by now (BK8). */
async function reverse(importing: Importing, reversed: TrustTransaction, reason: string): Promise<void> {
  const { type, amount, matterId, id, firmId: _firm, recordedAt: _at, recordedBy: _by, ...facts } = reversed;
  if (type === 'reversal') throw new Error(`${id} is itself a reversal`);
  const entries = inverted(trustTransactionEntries(type, amount, matterId));
  const reversal = { ...facts, type: 'reversal', amount, matterId: null, externalId: null } as const;
  await post(importing, { ...reversal, reverses: id, purpose: reason }, { entries, reversed });
}

/** What has happened is not refused for lack of money: the ledger shows it. */
async function post(
  { tx, by, record }: Importing,
  facts: TrustTransactionFacts,
  posted: { readonly entries: readonly LedgerEntry[]; readonly reversed: TrustTransaction | null },
): Promise<TrustTransaction> {
  const matterId = posted.reversed?.matterId ?? facts.matterId;
  if (matterId === null) throw new Error('It moves the money of no matter');
  const matter = { firmId: by.firmId, matterId };
  await lockTrustMoney(tx, matter);
  for (const { account, amount } of posted.entries) {
    if (account === 'client_trust_liability') await addToTotals(tx, matter, { balance: -amount });
  }
  return postTrustTransaction(tx, by, facts, { ...posted, record });
}
