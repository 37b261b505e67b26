// POST /v1/refunds in the database: one transaction either records the refund with everything it needs, or leaves
// nothing behind. The row is the intent: once it exists, its workflow runs until the refund is closed.
import type { ApprovalReason } from '@makewhole/domain/approval-reasons';
import { eligibilityOf, refuse, type Eligibility } from '@makewhole/domain/eligibility';
import type { FirmId, PrincipalId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import type { TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';
import { findRefusal } from './find-refusal.ts';
import { findFirm, type FirmView } from '../firms/find-firm.ts';
import type { Db } from '../connect.ts';
import { lockPayment } from '../lock-payment.ts';
import { previewRefund } from './preview-refund.ts';
import { findRefund, type RefundView } from './refund-view.ts';
import { findPayment, type PaymentView } from '../payments/payment-view.ts';
import { keepApplications } from '../invoices/trust-applications.ts';
import {
  claimKey,
  saveAnswer,
  type EarlierAnswer,
  type Idempotency,
  type SavedAnswer,
} from '../idempotency/saved-answers.ts';
import { promiseFor } from '@makewhole/domain/bank-calendar';
import { hashOfText, newSalt } from '../events/text-hash.ts';
import { findApprovalReasons } from './approval-reasons.ts';
import { findCreditDays } from './find-credit-days.ts';
import { findLegAccounts, type LegInAccount } from './find-leg-accounts.ts';
import { newId } from '../new-id.ts';
import { refundLegs, refunds } from '../schema/refunds.ts';
import { appendEvent } from '../events/append-refund-event.ts';
import { keyMakersOf } from '../users/key-makers.ts';
import { refusalOfAccount } from '../trust/trust-refusal.ts';
import { recordHold, releaseRepaymentHolds, reserveTrust } from '../trust/trust-hold.ts';

export type RefundRequest = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  readonly transactionId: TransactionId;
  /** For the matter's users (R3). */
  readonly reason: string;
  readonly internalNote: string | null;
  /** The preview the person saw; null for an API client, who sees none. */
  readonly previewHash: string | null;
  readonly idempotency: Idempotency;
  readonly now: Date;
  readonly creditDaysOf: CreditDaysOf;
  /** The requester is a person who has not just confirmed their identity: refused above the firm's step-up amount. */
  readonly stepUpMissing?: boolean;
  /** Renders the refund as the answer, which is saved in the same transaction. */
  readonly render: (refund: RefundView) => SavedAnswer;
};

export type RequestOutcome =
  | { readonly kind: 'noted'; readonly answer: SavedAnswer; readonly refund: RefundView }
  | EarlierAnswer
  | RequestRefusal;

export type RequestRefusal =
  | { readonly kind: 'transaction_not_found' }
  | { readonly kind: 'already_refunded'; readonly refundId: RefundId }
  | { readonly kind: 'preview_stale' }
  | { readonly kind: 'step_up_required' }
  | { readonly kind: 'not_refundable'; readonly refusal: Eligibility & { readonly refundable: false } };

/** Records a refund, or says why not. When requests race for one payment, exactly one is recorded (B1, R4). */
export async function requestRefund(db: Db, request: RefundRequest): Promise<RequestOutcome> {
  try {
    return await db.transaction(async (tx) => {
      const { firmId, principalId, idempotency } = request;
      const { route, key, ...hashes } = idempotency;
      const named = { firmId, principalId, route, key };
      const earlier = await claimKey(tx, named, hashes);
      if (earlier !== null) return earlier;
      const refund = await recordRefund(tx, request);
      const answer = request.render(refund);
      await saveAnswer(tx, named, answer);
      return { kind: 'noted', answer, refund };
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Aborts the transaction with a refusal, so that everything it did is rolled back. */
class Refused extends Error {
  readonly refusal: RequestRefusal;
  constructor(refusal: RequestRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

async function recordRefund(tx: Db, request: RefundRequest): Promise<RefundView> {
  // Two requests for one payment take turns.
  await lockPayment(tx, request);
  const payment = await findPayment(tx, request);
  if (payment === null) throw new Refused({ kind: 'transaction_not_found' });
  if (payment.refundId !== null) throw new Refused({ kind: 'already_refunded', refundId: payment.refundId });
  await checkPreview(tx, request);
  const firm = await findFirm(tx, request, request.now);
  const verdict = eligibilityOf(payment, firm, request.now.toISOString());
  if (!verdict.refundable) throw new Refused({ kind: 'not_refundable', refusal: verdict });
  const code = await findRefusal(tx, request, payment);
  if (code !== null) throw new Refused({ kind: 'not_refundable', refusal: refuse(code) });
  if (request.stepUpMissing === true && needsStepUp(firm, payment.amount)) {
    throw new Refused({ kind: 'step_up_required' });
  }
  const inserted = await insertRefund(tx, {
    ...request,
    payment,
    approvalReasons: await findApprovalReasons(tx, firm, payment, request.now),
    ...{ trustStepsFrom: firm.trustStepsFrom, trustBalanceDays: firm.trustBalanceDays },
  });
  if ('refusal' in inserted) throw new Refused({ kind: 'not_refundable', refusal: inserted.refusal });
  return readBack(tx, request.firmId, inserted.refundId);
}

function needsStepUp({ stepUpOverAmount }: FirmView, amount: number): boolean {
  return stepUpOverAmount !== null && amount > stepUpOverAmount;
}

async function checkPreview(tx: Db, request: RefundRequest): Promise<void> {
  if (request.previewHash === null) return;
  const preview = await previewRefund(tx, request);
  if (preview?.previewHash !== request.previewHash) throw new Refused({ kind: 'preview_stale' });
}

/** The version of the refund facts in a first event (docs/audit.md). Older events hold fewer facts, and no version. */
const FACTS_VERSION = 1;

export type NewRefund = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  /** Already locked by this transaction. */
  readonly payment: PaymentView;
  readonly reason: string;
  readonly internalNote: string | null;
  /** Why a second person must approve it; empty if nobody has to. */
  readonly approvalReasons: readonly ApprovalReason[];
  /** The firm's rule now: a change of it does not reach this refund. */
  readonly trustStepsFrom: TrustStepsFrom;
  /** How old an imported trust balance may be (ADR 53); null if the money has left already, whatever it says. */
  readonly trustBalanceDays: number | null;
  readonly now: Date;
  readonly creditDaysOf: CreditDaysOf;
};

export type InsertedRefund =
  | { readonly refundId: RefundId }
  /** The matter's money in the trust account cannot be promised. */
  | { readonly refusal: Eligibility & { readonly refundable: false } };

/** Inserts a refund, its legs, its trust hold (B4) and its first event; or nothing, and says why. */
export async function insertRefund(tx: Db, refund: NewRefund): Promise<InsertedRefund> {
  const { firmId, payment } = refund;
  const legs = await findLegAccounts(tx, { firmId, transactionId: payment.transactionId }, payment.legs);
  const trust = legs.find(({ account }) => account === 'trust');
  if (trust === undefined || payment.matterId === null)
    return { refundId: await insertRows(tx, refund, legs) };
  const { amount, bankAccountId } = trust;
  const hold = { firmId, matterId: payment.matterId, bankAccountId, amount };
  // What is held for the client since an earlier refund failed is for this one.
  await releaseRepaymentHolds(tx, { firmId, transactionId: payment.transactionId });
  const { trustBalanceDays, now } = refund;
  const rule = trustBalanceDays === null ? null : { trustBalanceDays, now };
  const reserved = await reserveTrust(tx, hold, rule);
  if (reserved.kind !== 'held') return { refusal: await refusalOfAccount(tx, hold, reserved) };
  const refundId = await insertRows(tx, refund, legs);
  await recordHold(tx, { ...hold, refundId });
  return { refundId };
}

async function insertRows(tx: Db, refund: NewRefund, drawn: readonly LegInAccount[]): Promise<RefundId> {
  const refundId = newId<RefundId>('rf');
  const { firmId, reason, internalNote, trustStepsFrom, now } = refund;
  const approvalReasons = [...refund.approvalReasons];
  const days = await findCreditDays(tx, { firmId, ...refund.payment }, refund.creditDaysOf);
  const promise = promiseFor(now.toISOString(), days);
  const salt = newSalt();
  const facts = await factsOf(tx, refund);
  await tx.insert(refunds).values({
    ...facts,
    id: refundId,
    firmId,
    reason,
    internalNote,
    factSalt: salt,
    ...{ trustStepsFrom, approvalReasons },
    requestedAt: now,
    expectedEarliest: promise.earliest,
    expectedLatest: promise.latest,
  });
  const legs = drawn.map(({ drawnFrom: _kind, ...leg }) => leg);
  await tx.insert(refundLegs).values(legs.map((leg) => ({ firmId, refundId, ...leg })));
  await keepApplications(tx, { firmId, refundId }, { firmId, transactionId: refund.payment.transactionId });
  const data = {
    factsVersion: FACTS_VERSION,
    ...facts,
    reasonHash: hashOfText('reason', { salt, text: reason }),
    internalNoteHash: internalNote === null ? null : hashOfText('internalNote', { salt, text: internalNote }),
    legs,
    ...{ trustStepsFrom, approvalReasons },
    expected: { earliest: promise.earliest, latest: promise.latest },
  };
  const event = { type: 'refund.requested', actor: refund.principalId, at: now, data } as const;
  await appendEvent(tx, { firmId, refundId }, event);
  return refundId;
}

/** The facts that both the row and its first event hold, so that one can be checked against the other (B9). */
async function factsOf(tx: Db, refund: NewRefund) {
  const { transactionId, amount, currency, method, matterId } = refund.payment;
  const { principalId: requestedBy, approvalReasons } = refund;
  const approvalRequired = approvalReasons.length > 0;
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

/** The refund as it was just written. @throws if it was not written */
export async function readBack(tx: Db, firmId: FirmId, refundId: RefundId): Promise<RefundView> {
  const refund = await findRefund(tx, { firmId, refundId });
  if (refund === null) throw new Error(`Refund ${refundId} is missing right after it was recorded`);
  return refund;
}
