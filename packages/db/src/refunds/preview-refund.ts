// Previews what a refund of a payment would do, before anyone presses the button (B3). Writes nothing.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ApprovalReason } from '@makewhole/domain/approval-reasons';
import { isPayerNotClient } from '@makewhole/domain/payer-and-client';
import { promiseFor, type CreditDays, type RefundPromise } from '@makewhole/domain/bank-calendar';
import {
  eligibilityOf,
  refuse,
  returnRiskUntil,
  trustAmountOf,
  type Eligibility,
  type PreviewWarning,
} from '@makewhole/domain/eligibility';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import { sum, type Money } from '@makewhole/domain/money';
import { invoiceReversals, trustDeposit, trustPayment, type Posting } from '@makewhole/domain/postings';
import { isDrawnOnTrust, type DrawnLeg } from '@makewhole/domain/payments';
import { acceptancePostings } from '@makewhole/domain/trust-disbursements';
import { TRUST_STEPS_DUE, type TrustStepsDue, type TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';
import { findCreditDays } from './find-credit-days.ts';
import { findLegAccounts, type LegInAccount } from './find-leg-accounts.ts';
import { findApprovalReasons } from './approval-reasons.ts';
import { payableRefunds } from '@makewhole/domain/repayment-postings';
import { findRefusal } from './find-refusal.ts';
import { findFirm, type FirmView } from '../firms/find-firm.ts';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { findConnectionOf } from '../connections/find-connection.ts';
import { findPayment, type PaymentView } from '../payments/payment-view.ts';
import { findPayable } from '../repayments/open-repayment.ts';
import { findFreeTrust } from '../trust/free-trust.ts';
import { findImportedLimit } from '../trust/imported-limit.ts';
import { findRepaymentHold } from '../trust/trust-hold.ts';
import { refusalOfAccount } from '../trust/trust-refusal.ts';
import { findMatterRecipients, type Recipient } from '../notifications/find-recipients.ts';

export type RefundPreview = {
  readonly payment: PaymentView;
  readonly firmName: string;
  readonly eligibility: Eligibility;
  /** The refund's legs, with the accounts that pay them back. */
  readonly legs: readonly LegInAccount[];
  /** The postings to come, in order; trust steps (a) and (b) last. Empty if it is not refundable. */
  readonly postings: readonly Posting[];
  readonly recipients: readonly Recipient[];
  readonly expected: RefundPromise & { readonly bankDays: CreditDays };
  /** When the trust steps will be owed; null if none will be. */
  readonly trustSteps: TrustStepsToCome | null;
  /** Why a second person must approve it first; empty if nobody has to. */
  readonly approvalReasons: readonly ApprovalReason[];
  readonly warnings: readonly PreviewWarning[];
  /** Hash of everything shown: a refund confirmed against another preview is refused. */
  readonly previewHash: string;
};

type TrustStepsToCome = { readonly from: TrustStepsFrom; readonly due: TrustStepsDue };

export type PreviewInput = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly now: Date;
  readonly creditDaysOf: CreditDaysOf;
};

/** The preview of a payment's refund, or null if the firm has no payment of exactly that ID (R1). */
export function previewRefund(db: Db, input: PreviewInput): Promise<RefundPreview | null> {
  return readConsistently(db, (tx) => readPreview(tx, input));
}

async function readPreview(db: Db, input: PreviewInput): Promise<RefundPreview | null> {
  const payment = await findPayment(db, input);
  if (payment === null) return null;
  const firm = await findFirm(db, input, input.now);
  const [connection, eligibility, recipients, payable] = await Promise.all([
    findConnectionOf(db, input),
    judge(db, input, payment, firm),
    payment.matterId === null ? [] : findMatterRecipients(db, input.firmId, payment.matterId),
    findPayable(db, input),
  ]);
  const reasons = await findApprovalReasons(db, firm, payment, input.now);
  const legs = await findLegAccounts(db, input, payment.legs);
  const isReimbursed = legs.some((leg) => leg.account === 'trust' && !isDrawnOnTrust(leg));
  const bankDays = await findCreditDays(db, { ...input, ...payment }, input.creditDaysOf);
  const expected = { ...promiseFor(input.now.toISOString(), bankDays), bankDays };
  const shown = {
    eligibility,
    legs,
    postings: eligibility.refundable ? postingsToCome(payment, legs, payable > 0) : [],
    recipients,
    expected,
    trustSteps: isReimbursed ? { from: firm.trustStepsFrom, due: TRUST_STEPS_DUE[payment.method] } : null,
    approvalReasons: reasons,
    warnings: warningsOf({
      ...{ payment, legs, recipients, now: input.now },
      isApprovalNeeded: reasons.length > 0,
      isConnectionBroken: connection?.status === 'broken',
    }),
  };
  return { payment, firmName: firm.name, ...shown, previewHash: hashOf(payment, shown) };
}

/** Judges whether a payment can be refunded now: its own facts, then the matter's free trust balance (B4, B7, R12). */
async function judge(
  db: Db,
  { firmId, now }: PreviewInput,
  payment: PaymentView,
  firm: FirmView,
): Promise<Eligibility> {
  const verdict = eligibilityOf(payment, firm, now.toISOString());
  const code = verdict.refundable ? await findRefusal(db, { firmId }, payment) : null;
  if (code !== null) return refuse(code);
  const trustAmount = trustAmountOf(payment);
  if (!verdict.refundable || trustAmount === null || payment.refundId !== null) return verdict;
  const key = { firmId, transactionId: payment.transactionId };
  const legs = await findLegAccounts(db, key, payment.legs);
  const account = legs.find((leg) => leg.account === 'trust');
  if (account === undefined || payment.matterId === null) return verdict;
  const from = { firmId, matterId: payment.matterId, bankAccountId: account.bankAccountId };
  // What is held for the client since an earlier refund failed is for this one.
  const held = await findRepaymentHold(db, key);
  const { trustBalanceDays } = firm;
  const limit = await findImportedLimit(db, from, { trustBalanceDays, now }, held);
  if (limit.kind !== 'less') return refusalOfAccount(db, from, limit);
  const { by, because } = limit;
  const free = (await findFreeTrust(db, from)) + held - by;
  return free >= trustAmount ? verdict : refusalOfAccount(db, from, { kind: 'insufficient', because });
}

function surchargeOf({ items }: PaymentView): Money {
  return sum(items.filter(({ kind }) => kind === 'surcharge').map(({ amount }) => amount));
}

/** @param isOwed an earlier refund failed, and left owed what this one pays */
function postingsToCome(payment: PaymentView, legs: readonly DrawnLeg[], isOwed: boolean): Posting[] {
  const trust = legs.find((leg) => leg.account === 'trust' && !isDrawnOnTrust(leg));
  const allocated = payment.allocations.map(({ id, amount }) => ({ allocationId: id, amount }));
  return [
    ...acceptancePostings(legs, payment.matterId),
    ...(isOwed
      ? payableRefunds(payment.legs)
      : invoiceReversals(payment.legs, allocated, surchargeOf(payment))),
    ...(trust === undefined || payment.matterId === null
      ? []
      : [trustPayment(trust.amount, payment.matterId), trustDeposit(trust.amount)]),
  ];
}

function warningsOf({
  payment,
  legs,
  recipients,
  isApprovalNeeded,
  isConnectionBroken,
  now,
}: {
  readonly payment: PaymentView;
  readonly legs: readonly DrawnLeg[];
  readonly recipients: readonly Recipient[];
  readonly isApprovalNeeded: boolean;
  readonly isConnectionBroken: boolean;
  readonly now: Date;
}): PreviewWarning[] {
  const trust = legs.find(({ account }) => account === 'trust');
  const ofTrust: PreviewWarning = trust && isDrawnOnTrust(trust) ? 'drawn_on_trust' : 'trust_steps_owed';
  return [
    ...(isApprovalNeeded ? (['approval_needed'] as const) : []),
    ...(isConnectionBroken ? (['connection_broken'] as const) : []),
    ...(returnRiskUntil(payment, now.toISOString()) === null ? [] : (['ach_returnable'] as const)),
    ...(isPayerNotClient(payment.payer.name, payment.clientName) ? (['payer_is_not_client'] as const) : []),
    ...(trust === undefined ? [] : [ofTrust]),
    ...(payment.allocations.length === 0 ? [] : (['invoice_decision_owed'] as const)),
    ...(recipients.length === 0 ? (['no_recipients'] as const) : []),
  ];
}

/**
 * Also covers the payer and the card that the confirmation names: another payer or card needs another confirmation
 * (B13).
 */
function hashOf(payment: PaymentView, shown: object): string {
  const { transactionId, amount, currency, legs, method, last4, payer, matterId } = payment;
  const named = { transactionId, amount, currency, legs, method, last4, payer: payer.name, matterId };
  const text = canonicalize({ ...named, ...shown }) ?? '';
  return createHash('sha256').update(text).digest('hex');
}
