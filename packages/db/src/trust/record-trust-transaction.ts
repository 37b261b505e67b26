// Records what a person did, or the bank, in a trust account that is no payment's and no refund's (ADR 34): the record,
// its posting, its event and the matter's balance in one transaction.
import { ZERO } from '@makewhole/domain/money';
import type { LedgerEntry } from '@makewhole/domain/postings';
import { inverted, TRUST_CHARGES, trustTransactionEntries } from '@makewhole/domain/trust-transactions';
import type { Db } from '../connect.ts';
import type { ChangedBy } from '../events/append-firm-event.ts';
import { hasEvidence } from '../evidence/find-evidence.ts';
import { findFirm } from '../firms/find-firm.ts';
import {
  claimKey,
  saveAnswer,
  type EarlierAnswer,
  type Idempotency,
  type SavedAnswer,
} from '../idempotency/saved-answers.ts';
import { findCutOver } from '../ledger/account-opening.ts';
import type { TrustTransaction } from '../schema/trust-transactions.ts';
import {
  resolveTrustTransaction,
  type NewTrustTransaction,
  type ResolvedTrustTransaction,
  type TrustTransactionRefusal,
} from './resolve-trust-transaction.ts';
import { lockIfFree } from './free-trust.ts';
import { postTrustTransaction } from './post-trust-transaction.ts';
import { addToTotals, lockTrustMoney } from './matter-totals.ts';
import { findTrustLedger, type TrustAccountKey } from './trust-ledgers.ts';
import { lastDayThatHasCome } from './trust-step-records.ts';

export type TrustTransactionRecorded =
  { readonly kind: 'recorded'; readonly answer: SavedAnswer } | EarlierAnswer | TrustTransactionRefusal;

type Request = {
  readonly idempotency: Idempotency;
  /** Renders the record as the answer, which is saved in the same transaction. */
  readonly render: (recorded: TrustTransaction) => SavedAnswer;
};

/**
 * Records it once for each idempotency key. No act of ours overdraws a ledger (B4); a charge may, because it was
 * taken anyway: then a lawyer is asked to replenish it.
 */
export async function recordTrustTransaction(
  db: Db,
  by: ChangedBy,
  wanted: NewTrustTransaction,
  { idempotency, render }: Request,
): Promise<TrustTransactionRecorded> {
  const { route, key: name, ...hashes } = idempotency;
  const key = { firmId: by.firmId, principalId: by.principalId, route, key: name };
  try {
    return await db.transaction(async (tx): Promise<TrustTransactionRecorded> => {
      const earlier = await claimKey(tx, key, hashes);
      if (earlier !== null) return earlier;
      const resolved = await resolveTrustTransaction(tx, by.firmId, wanted);
      if (resolved.kind !== 'resolved') throw new Refused(resolved);
      const answer = render(await record(tx, by, resolved));
      await saveAnswer(tx, key, answer);
      return { kind: 'recorded', answer };
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Aborts the transaction with a refusal, so that the key stays free. */
class Refused extends Error {
  readonly refusal: TrustTransactionRefusal;
  constructor(refusal: TrustTransactionRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

async function record(tx: Db, by: ChangedBy, resolved: ResolvedTrustTransaction): Promise<TrustTransaction> {
  const { firmId } = by;
  const { kind: _kind, notBefore: _notBefore, depositLeft: _left, reversed, ...facts } = resolved;
  await checkFacts(tx, by, resolved);
  const entries = entriesOf(resolved);
  await checkLedgers(tx, by, resolved, entries);
  await moveMatterMoney(tx, { firmId, bankAccountId: resolved.bankAccountId }, entries);
  return postTrustTransaction(tx, by, { ...facts, ...NOT_OF_OWN_SYSTEM }, { entries, reversed });
}

/** What only the firm's own system says. */
const NOT_OF_OWN_SYSTEM = { externalId: null, counterparty: null, method: null, number: null, purpose: null };

async function checkFacts(
  tx: Db,
  { firmId, at }: ChangedBy,
  { bankAccountId, date, notBefore, evidenceId }: ResolvedTrustTransaction,
): Promise<void> {
  const { timeZone } = await findFirm(tx, { firmId });
  const latest = lastDayThatHasCome(at, timeZone);
  if (date > latest) refuseDate(`It cannot have been on ${date}: that day has not come.`);
  const cutOverOn = await findCutOver(tx, { firmId, bankAccountId });
  // The opening contains it, so that its reversal would take it off twice.
  if (cutOverOn !== null && date <= cutOverOn) {
    refuseDate(
      `The books of this account begin after ${cutOverOn}: its opening schedule contains what was before.`,
    );
  }
  if (notBefore !== null && date < notBefore) {
    refuseDate(`It cannot have been on ${date}: the deposit came on ${notBefore}.`);
  }
  if (evidenceId !== null && !(await hasEvidence(tx, { firmId, id: evidenceId }))) {
    throw new Refused({ kind: 'no_such_evidence' });
  }
}

function refuseDate(message: string): never {
  throw new Refused({ kind: 'date_out_of_range', message });
}

function entriesOf({ type, amount, matterId, reversed }: ResolvedTrustTransaction): LedgerEntry[] {
  if (type !== 'reversal') return trustTransactionEntries(type, amount, matterId);
  if (reversed === null || reversed.type === 'reversal') throw new Error('A reversal reverses a record');
  return inverted(trustTransactionEntries(reversed.type, amount, reversed.matterId));
}

/** Refuses what a ledger that is no matter's does not have. */
async function checkLedgers(
  tx: Db,
  { firmId }: ChangedBy,
  { type, bankAccountId, reversed, depositLeft }: ResolvedTrustTransaction,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const takenFrom = (account: LedgerEntry['account']) =>
    entries.filter((entry) => entry.account === account).reduce((sum, { amount }) => sum + amount, 0);
  // What the bank took, or never brought, is a fact: the ledger may be short then, and is replenished.
  const isFact = TRUST_CHARGES.has(type) || reversed?.type === 'cushion_deposit';
  const ledgers = [
    ...(isFact ? [] : [['firm', 'firm_trust_liability'] as const]),
    ['interest', 'interest_trust_liability'] as const,
  ];
  for (const [ledger, account] of ledgers) {
    const taken = takenFrom(account);
    const balance = taken > 0 ? await findTrustLedger(tx, { firmId, bankAccountId }, ledger) : null;
    if (balance !== null && taken > balance)
      throw new Refused({ kind: 'ledger_insufficient', ledger, balance });
  }
  const deposit = takenFrom('unidentified_trust_liability');
  if (deposit > 0 && (depositLeft === null || deposit > depositLeft)) {
    const balance = depositLeft ?? ZERO;
    throw new Refused({ kind: 'ledger_insufficient', ledger: 'unidentified', balance });
  }
}

/** Refuses to take from a matter what it does not have free in that account. */
async function moveMatterMoney(
  tx: Db,
  { firmId, bankAccountId }: TrustAccountKey,
  entries: readonly LedgerEntry[],
): Promise<void> {
  for (const { account, matterId, amount } of entries) {
    if (account !== 'client_trust_liability' || matterId === null) continue;
    await lockTrustMoney(tx, { firmId, matterId });
    const isFree = amount < 0 || (await lockIfFree(tx, { firmId, matterId, bankAccountId }, amount));
    if (!isFree) throw new Refused({ kind: 'matter_insufficient' });
    await addToTotals(tx, { firmId, matterId }, { balance: -amount });
  }
}
