// The row of a new refund with all that belongs to it, inside the transaction that judged it.
import { promiseFor } from '@makewhole/domain/bank-calendar';
import { trustAmountOf } from '@makewhole/domain/eligibility';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { hashOfWords, newSalt } from '../events/text-hash.ts';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import type { PaymentView } from '../payments/payment-view.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { keyMakersOf } from '../users/key-makers.ts';
import { findRefund, type RefundView } from './refund-view.ts';
import { recordHold, reserveTrust } from '../trust/trust-hold.ts';

/** Which facts of its refund a first event holds (docs/audit.md). Events of before hold fewer, and no version. */
const FACTS_VERSION = 1;

export type NewRefund = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  /** Locked by this transaction. */
  readonly payment: PaymentView;
  readonly reason: string;
  readonly internalNote: string | null;
  readonly approvalRequired: boolean;
  readonly now: Date;
};

/** Inserts a refund, its legs, its hold on trust money (B4) and its first event; null where the trust balance is too small. */
export async function insertRefund(tx: Db, refund: NewRefund): Promise<RefundId | null> {
  const { firmId, payment } = refund;
  const amount = trustAmountOf(payment);
  if (amount === null || payment.matterId === null) return insertRows(tx, refund);
  const hold = { firmId, matterId: payment.matterId, amount };
  if ((await reserveTrust(tx, hold)) === 'insufficient') return null;
  const refundId = await insertRows(tx, refund);
  await recordHold(tx, { ...hold, refundId });
  return refundId;
}

async function insertRows(tx: Db, refund: NewRefund): Promise<RefundId> {
  const refundId = newId<RefundId>('rf');
  const { firmId, payment, reason, internalNote, now } = refund;
  const promise = promiseFor(now.toISOString());
  const salt = newSalt();
  const facts = await factsOf(tx, refund);
  await tx.insert(refunds).values({
    ...facts,
    id: refundId,
    firmId,
    reason,
    internalNote,
    factSalt: salt,
    requestedAt: now,
    expectedEarliest: promise.earliest,
    expectedLatest: promise.latest,
  });
  await tx.insert(refundLegs).values(payment.legs.map((leg) => ({ firmId, refundId, ...leg })));
  const data = {
    factsVersion: FACTS_VERSION,
    ...facts,
    reasonHash: hashOfWords('reason', { salt, text: reason }),
    internalNoteHash:
      internalNote === null ? null : hashOfWords('internalNote', { salt, text: internalNote }),
    legs: payment.legs,
    expected: { earliest: promise.earliest, latest: promise.latest },
  };
  const event = { type: 'refund.requested', actor: refund.principalId, at: now, data } as const;
  await appendEvent(tx, { firmId, refundId }, event);
  return refundId;
}

/** What the row and its first event both hold, so that the one can be held against the other (B9). None of it changes. */
async function factsOf(tx: Db, refund: NewRefund) {
  const { transactionId, amount, currency, method, matterId } = refund.payment;
  const { principalId: requestedBy, approvalRequired } = refund;
  const requestedOnBehalfOf = await keyMakersOf(tx, refund);
  return {
    transactionId,
    amount,
    currency,
    method,
    matterId,
    approvalRequired,
    requestedBy,
    requestedOnBehalfOf,
  };
}

/** The refund as it was just written. @throws where it was not */
export async function readBack(tx: Db, firmId: FirmId, refundId: RefundId): Promise<RefundView> {
  const refund = await findRefund(tx, { firmId, refundId });
  if (refund === null) throw new Error(`Refund ${refundId} is missing right after it was noted`);
  return refund;
}
