// The record of a trust transaction, its posting, the tasks that follow the ledgers it moved, and its event (ADR 34).
import { asId, type TransactionId, type TrustTransactionId } from '@makewhole/domain/ids';
import type { LedgerEntry } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy, type NewFirmEvent } from '../events/append-firm-event.ts';
import { findEvidenceHash } from '../evidence/find-evidence.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { newId } from '../new-id.ts';
import { trustTransactions, type TrustTransaction } from '../schema/trust-transactions.ts';
import { followShortage } from './shortage.ts';
import { followFirmLedger } from './trust-ledgers.ts';

export type TrustTransactionFacts = Omit<TrustTransaction, 'id' | 'firmId' | 'recordedBy' | 'recordedAt'>;

type Posted = {
  readonly entries: readonly LedgerEntry[];
  /** What a reversal reverses. */
  readonly reversed: TrustTransaction | null;
  /** Takes the event, where the timeline is locked later. Left out: it is appended now. */
  readonly record?: (event: NewFirmEvent) => void;
};

/**
 * Records it and books it on its day. The caller has locked the bank account, and has moved the matter's totals. A ledger
 * that it makes negative opens the task to replenish it.
 */
export async function postTrustTransaction(
  tx: Db,
  by: ChangedBy,
  facts: TrustTransactionFacts,
  { entries, reversed, record }: Posted,
): Promise<TrustTransaction> {
  const { firmId, principalId, at } = by;
  const id = newId<TrustTransactionId>('tt');
  const row = { ...facts, id, firmId, recordedBy: principalId, recordedAt: at };
  await tx.insert(trustTransactions).values(row);
  const { type, bankAccountId, operatingAccountId, date: effectiveOn } = row;
  const bankAccounts = {
    trust: bankAccountId,
    ...(operatingAccountId !== null && { operating: operatingAccountId }),
  };
  const subject = { firmId, causeId: id, at, effectiveOn, bankAccounts };
  await insertPosting(tx, subject, { step: type, leg: 'trust', allocationId: null }, entries);
  const because = { transactionId: asId<TransactionId>(id), at };
  await followFirmLedger(tx, row, because);
  const { matterId } = reversed ?? row;
  if (matterId !== null) await followShortage(tx, { firmId, matterId }, because);
  const { evidenceId, amount, date, reference, depositId, reverses, externalId } = row;
  const evidence = await findEvidenceHash(tx, { firmId, id: evidenceId });
  const said = { type, bankAccountId, amount, date, reference, depositId, matterId, reverses, evidenceId };
  const event: NewFirmEvent = {
    type: 'trust.transaction_recorded',
    // Names and purposes are in the table: what is in the chain stays for ever.
    data: {
      ...{ trustTransactionId: id, ...said, operatingAccountId },
      ...(externalId !== null && { externalId }),
      ...evidence,
    },
  };
  if (record === undefined) await appendFirmEvent(tx, by, event);
  else record(event);
  return row;
}
