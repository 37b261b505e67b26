// What a refund will still do, for the person who is to approve it or watches it (B3, B8): the same that its requester
// saw before the button. Reads only.
import { promiseFor, type RefundPromise } from '@makewhole/domain/bank-calendar';
import type { FirmId } from '@makewhole/domain/ids';
import type { Posting } from '@makewhole/domain/postings';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import { findMatterRecipients, type Recipient } from '../notifications/find-recipients.ts';
import { findPayment, type PaymentView } from '../payments/payment-view.ts';
import { findPayable } from '../repayments/open-repayment.ts';
import { findTrustPositionOf, type TrustPosition } from '../trust/trust-position.ts';
import { findCreditDays } from './find-credit-days.ts';
import { postingsToCome } from './postings-to-come.ts';
import type { RefundView } from './refund-view.ts';

export type RefundToCome = {
  readonly payment: PaymentView;
  readonly firmName: string;
  readonly postings: readonly Posting[];
  readonly recipients: readonly Recipient[];
  /** The promise if it were sent now, and never an earlier one than the refund already has. */
  readonly expected: Pick<RefundPromise, 'earliest' | 'latest'>;
};

export type RefundOutlook = {
  /** The matter's balance in the trust account of the trust leg; null without one. */
  readonly trust: TrustPosition | null;
  /** Null once the processor has it, or it ended: its own postings and emails say the rest. */
  readonly toCome: RefundToCome | null;
};

/** The processor has not accepted it, as far as is known: nothing is posted. */
const UNPOSTED: readonly RefundStatus[] = ['requested', 'awaiting_approval', 'submitting', 'outcome_unknown'];

export type OutlookInput = {
  readonly firmId: FirmId;
  readonly now: Date;
  readonly creditDaysOf: CreditDaysOf;
};

export async function findRefundOutlook(
  db: Db,
  input: OutlookInput,
  refund: RefundView,
): Promise<RefundOutlook> {
  const [trust, toCome] = await Promise.all([
    findTrustPositionOf(db, { firmId: input.firmId, refundId: refund.id }),
    UNPOSTED.includes(refund.status) ? findToCome(db, input, refund) : null,
  ]);
  return { trust, toCome };
}

/** @throws Error if the refund has no payment: the database forbids it */
async function findToCome(
  db: Db,
  { firmId, now, creditDaysOf }: OutlookInput,
  refund: RefundView,
): Promise<RefundToCome> {
  const key = { firmId, transactionId: refund.transactionId };
  const payment = await findPayment(db, key);
  if (payment === null) throw new Error(`The refund ${refund.id} has no payment`);
  const [firm, recipients, payable, bankDays] = await Promise.all([
    findFirm(db, { firmId }),
    payment.matterId === null ? [] : findMatterRecipients(db, firmId, payment.matterId),
    findPayable(db, key),
    findCreditDays(db, { ...key, method: refund.method }, creditDaysOf),
  ]);
  const promised = promiseFor(now.toISOString(), bankDays);
  const { expectedEarliest, expectedLatest } = refund;
  return {
    ...{ payment, firmName: firm.name, recipients },
    postings: postingsToCome(payment, refund.legs, payable > 0),
    expected: {
      earliest: promised.earliest > expectedEarliest ? promised.earliest : expectedEarliest,
      latest: promised.latest > expectedLatest ? promised.latest : expectedLatest,
    },
  };
}
