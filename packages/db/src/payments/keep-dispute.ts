// What the processor's record says of a dispute, kept as one row in all its rounds: the list, the page and the task of
// the firm are about this row.
import { and, eq, ne } from 'drizzle-orm';
import { disputeStateOf } from '@makewhole/domain/disputes';
import type { DisputeId, FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { ReportedDispute } from '../losses/record-losses.ts';
import { newId } from '../new-id.ts';
import { disputes } from '../schema/disputes.ts';

type DisputeRow = typeof disputes.$inferSelect;

/** A dispute as the processor's record has it. */
export type MirroredDispute = ReportedDispute & {
  /** The network's reason for it. */
  readonly reason: string;
  /** The network's own code for it; left out if the record does not say, as for the two times below. */
  readonly networkCode?: string | null;
  /** The network's deadline; null if the processor does not report one. */
  readonly respondBy: Date | null;
  readonly openedAt?: Date;
  readonly closedAt?: Date | null;
};

export type DisputedPayment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly disputed: boolean;
  readonly disputeLost: boolean;
  /** Null if it never had one, or the record does not say. */
  readonly dispute: MirroredDispute | null;
};

/**
 * Adds a payment's dispute or updates it.
 * @returns whether the network waits for a new response: it opened again, or a chargeback followed an inquiry
 */
export async function keepDispute(tx: Db, payment: DisputedPayment, at: Date): Promise<boolean> {
  const dispute = payment.dispute ?? unnamed(payment);
  const known = await lockDisputes(tx, payment);
  if (dispute === null) {
    await closeOthers(tx, payment, '', at);
    return false;
  }
  // One that the processor had not named before is the same.
  const before =
    known.find(({ processorDisputeId }) => processorDisputeId === dispute.id) ??
    known.find(({ processorDisputeId }) => processorDisputeId === '' || dispute.id === '');
  await closeOthers(tx, payment, before?.processorDisputeId ?? dispute.id, at);
  const amount = dispute.amount ?? payment.amount;
  if (amount === 0) return false;
  if (before === undefined) {
    await tx.insert(disputes).values(newRow(payment, { ...dispute, amount }, at));
    return false;
  }
  const isNewRound =
    dispute.status === 'open' &&
    (before.status !== 'open' || (before.kind === 'inquiry' && dispute.kind === 'chargeback'));
  await tx
    .update(disputes)
    .set(changesOf(before, { ...dispute, amount }, { at, isNewRound }))
    .where(eq(disputes.id, before.id));
  return isNewRound;
}

/** A payment that is disputed, or was lost, without a word of the processor about it. */
function unnamed({ disputed, disputeLost }: DisputedPayment): MirroredDispute | null {
  if (!disputed) return null;
  return { id: '', status: disputeLost ? 'lost' : 'open', reason: '', amount: null, respondBy: null };
}

function lockDisputes(tx: Db, { firmId, transactionId }: DisputedPayment): Promise<DisputeRow[]> {
  return tx
    .select()
    .from(disputes)
    .where(and(eq(disputes.firmId, firmId), eq(disputes.transactionId, transactionId)))
    .for('update');
}

type Reported = MirroredDispute & { readonly amount: Money };

function newRow(payment: DisputedPayment, dispute: Reported, at: Date): typeof disputes.$inferInsert {
  const { firmId, transactionId } = payment;
  const { id: processorDisputeId, status, amount, kind = 'chargeback' } = dispute;
  const wasLost = status === 'lost';
  return {
    ...{ firmId, transactionId, processorDisputeId, kind, amount, status, wasLost },
    id: newId<DisputeId>('dsp'),
    reason: dispute.reason === '' ? null : dispute.reason,
    networkCode: dispute.networkCode ?? null,
    ...(dispute.fee != null && { fee: dispute.fee }),
    respondBy: dispute.respondBy,
    openedAt: dispute.openedAt ?? at,
    closedAt: status === 'open' ? null : (dispute.closedAt ?? at),
    state: disputeStateOf({ status, wasLost, response: null }),
  };
}

const NO_RESPONSE = { response: null, respondedAt: null, respondedBy: null, responseReference: null };

function changesOf(
  before: DisputeRow,
  dispute: Reported,
  { at, isNewRound }: { readonly at: Date; readonly isNewRound: boolean },
): Partial<typeof disputes.$inferInsert> {
  const { status, amount } = dispute;
  const wasLost = before.wasLost || status === 'lost';
  const response = isNewRound ? null : before.response;
  return {
    ...{ status, amount, wasLost },
    ...(isNewRound && NO_RESPONSE),
    ...(dispute.id !== '' && { processorDisputeId: dispute.id }),
    ...(dispute.reason !== '' && { reason: dispute.reason }),
    ...(dispute.networkCode != null && { networkCode: dispute.networkCode }),
    ...(dispute.kind !== undefined && { kind: dispute.kind }),
    ...(dispute.fee != null && { fee: dispute.fee }),
    ...(dispute.respondBy !== null && { respondBy: dispute.respondBy }),
    closedAt: status === 'open' ? null : (dispute.closedAt ?? before.closedAt ?? at),
    state: disputeStateOf({ status, wasLost, response }),
  };
}

/** The record has the latest dispute alone: an open one that it names no more was won. */
async function closeOthers(
  tx: Db,
  { firmId, transactionId }: DisputedPayment,
  processorDisputeId: string,
  at: Date,
): Promise<void> {
  const isOfPayment = and(eq(disputes.firmId, firmId), eq(disputes.transactionId, transactionId));
  const isOther = processorDisputeId === '' ? undefined : ne(disputes.processorDisputeId, processorDisputeId);
  const state = disputeStateOf({ status: 'won', wasLost: false, response: null });
  await tx
    .update(disputes)
    .set({ status: 'won', state, closedAt: at })
    .where(and(isOfPayment, isOther, eq(disputes.status, 'open')));
}
