// The bank transfer of trust money behind a failed refund (B6, docs/rules.md, "The books"): made, not made, or,
// between the firm's deposit and the bank's evidence, known only to a person.
import type { AttentionCause } from '@makewhole/domain/attention';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import { TRUST_RESTORE_SUMMARY } from '@makewhole/domain/obligation-summaries';
import type { TrustMove } from '@makewhole/domain/obligations';
import { compensations, type Posting } from '@makewhole/domain/postings';
import { transferStateOf, type TransferState } from '@makewhole/domain/transfer-state';
import type { Db } from '../connect.ts';
import type { Actor } from '../events/append-refund-event.ts';
import { completeAttention } from '../obligations/attention.ts';
import type { RefundKey, RefundRow } from '../lock-refund.ts';
import { findTrustLeg, postAll } from '../ledger/refund-postings.ts';
import { findOpen, openObligations, voidObligations } from '../obligations/open-and-complete.ts';
import { findPostings } from '../ledger/post-entries.ts';
import { restoreRefundedTrust } from './restore-refunded-trust.ts';
import { findStepRecords } from './trust-step-records.ts';

/** The recorded moves of trust money. */
export async function findMoves(tx: Db, refund: RefundKey): Promise<TrustMove[]> {
  const recorded = await findStepRecords(tx, refund);
  return recorded.map(({ step }) => step);
}

/** The known state of the transfer behind a failed refund; a person who said that it was not made ends the doubt. */
export async function findTransferState(tx: Db, refund: RefundKey): Promise<TransferState> {
  const state = transferStateOf(await findMoves(tx, refund));
  if (state !== 'unknown') return state;
  const open = await findOpen(tx, refund, ['attention']);
  return open.some(({ subject }) => subject === UNDER_WAY) ? 'unknown' : 'not_made';
}

export const UNDER_WAY = 'transfer_under_way' satisfies AttentionCause;

/** Opens what a newly failed refund owes because of its transfer: the restore, or a person's answer about it. */
export async function openAfterFailure(
  tx: Db,
  row: RefundRow,
  transfer: TransferState,
  at: Date,
): Promise<void> {
  if (transfer === 'not_made') return;
  if (transfer === 'made') return openRestore(tx, row, at);
  const refund = refundOf(row);
  const summary = ATTENTION_SUMMARIES[UNDER_WAY];
  const question = { kind: 'attention', subject: UNDER_WAY, summary, amount: null } as const;
  await openObligations(tx, refund, [question], at);
}

/** The transfer of a refund that had failed was made after all: the money must be brought back. */
export async function recordTransferMade(
  tx: Db,
  row: RefundRow,
  by: { readonly actor: Actor; readonly at: Date },
): Promise<void> {
  await completeAttention(tx, refundOf(row), UNDER_WAY, by);
  await openRestore(tx, row, by.at);
}

/** Only trust payment and deposit: the operating leg may be owed to the client still. */
function trustStepsUndone(standing: readonly Posting[]): Posting[] {
  return compensations(
    standing.filter(({ leg }) => leg === 'trust'),
    false,
  );
}

/** A person says that the transfer was not made and will not be: reverses trust payment and deposit. */
export async function recordTransferNotMade(tx: Db, row: RefundRow, at: Date): Promise<void> {
  const refund = refundOf(row);
  const standing = await findPostings(tx, row.firmId, [row.id]);
  await postAll(tx, refund, at, 'books.put_back', trustStepsUndone(standing));
  await restoreRefundedTrust(tx, row, at);
  await voidObligations(tx, refund, ['trust_transfer'], at);
}

/** After the bank transfer the trust money is in operating: it must be brought back. */
async function openRestore(tx: Db, row: RefundRow, at: Date): Promise<void> {
  const trust = await findTrustLeg(tx, row);
  if (trust === null) return;
  const restore = {
    kind: 'trust_restore',
    subject: '',
    summary: TRUST_RESTORE_SUMMARY,
    amount: trust.amount,
  } as const;
  await openObligations(tx, refundOf(row), [restore], at);
}

function refundOf(row: RefundRow): RefundKey {
  return { firmId: row.firmId, refundId: row.id };
}
