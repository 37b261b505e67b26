// The books of a refund that failed (B6): what it booked is undone, except that a client who is still to be paid is
// owed the operating leg, and keeps the trust leg held.
import {
  FORWARD_STEPS,
  hasSameKey,
  type ForwardStep,
  type Posting,
  type PostingKey,
} from '@makewhole/domain/postings';
import { sum } from '@makewhole/domain/money';
import { isDrawnOnTrust, type DrawnLeg } from '@makewhole/domain/payments';
import { failurePostings } from '@makewhole/domain/repayment-postings';
import type { TransferState } from '@makewhole/domain/transfer-state';
import type { Db } from '../connect.ts';
import { findPostings, postVoid } from '../ledger/post-entries.ts';
import { findLegs, findSurcharge, postAll } from '../ledger/refund-postings.ts';
import { findRefundedInvoices } from '../invoices/invoice-payments.ts';
import { refundKeyOf, type RefundRow } from '../lock-refund.ts';
import { findPayable } from '../repayments/open-repayment.ts';
import { restoreRefundedTrust } from '../trust/restore-refunded-trust.ts';
import { releaseHold } from '../trust/trust-hold.ts';

/**
 * Posts the failure, and voids the key of each step that can no longer run.
 * @returns whether the invoice payments stay reversed, because the firm owes the client the operating leg
 */
export async function putBooksBack(
  tx: Db,
  row: RefundRow,
  { transfer, isStillToPay, at }: { transfer: TransferState; isStillToPay: boolean; at: Date },
): Promise<boolean> {
  const refund = refundKeyOf(row);
  const posted = await findPostings(tx, row.firmId, [row.id]);
  const legs = await findLegs(tx, refund);
  const allocations = await findRefundedInvoices(tx, row);
  const operating = legs.find(({ account }) => account === 'operating')?.amount ?? 0;
  // If an earlier refund's failure has booked it, this one paid or would have paid that, and owes it again.
  const isOwedAlready =
    posted.some(({ step }) => step === 'payable_refunded') || (await findPayable(tx, row)) > 0;
  const becomesPayable =
    isStillToPay &&
    !isOwedAlready &&
    operating > 0 &&
    sum(allocations.map(({ amount }) => amount)) <= operating;
  const wanted = failurePostings({
    ...{ posted, legs, allocations, becomesPayable },
    surcharge: await findSurcharge(tx, row),
    transferConfirmed: transfer !== 'not_made',
  });
  await postAll(tx, refund, at, 'books.put_back', wanted);
  const done = [...posted, ...wanted];
  for (const key of unposted(legs, allocations, done)) await postVoid(tx, refund, at, key);
  await releaseHold(tx, refund);
  const hasLeftTrust = posted.some(({ step }) => step === 'trust_payment' || step === 'trust_disbursement');
  if (hasLeftTrust && transfer === 'not_made') await restoreRefundedTrust(tx, row, at);
  return becomesPayable;
}

/** The keys of all steps that this refund could still post. */
function unposted(
  legs: readonly DrawnLeg[],
  allocated: readonly { readonly allocationId: PostingKey['allocationId'] }[],
  standing: readonly Posting[],
): PostingKey[] {
  const keysOf: Record<ForwardStep, PostingKey[]> = {
    operating_debit: legs.filter((leg) => !isDrawnOnTrust(leg)).map(keyOf('operating_debit')),
    trust_disbursement: legs.filter(isDrawnOnTrust).map(keyOf('trust_disbursement')),
    unapplied_reversal: once('unapplied_reversal', 'operating'),
    surcharge_reversal: once('surcharge_reversal', 'operating'),
    trust_payment: once('trust_payment', 'trust'),
    trust_deposit: once('trust_deposit', 'trust'),
    trust_money_gone: once('trust_money_gone', 'trust'),
    client_payable: once('client_payable', 'operating'),
    payable_refunded: once('payable_refunded', 'operating'),
    invoice_reversal: perAllocation('invoice_reversal'),
    write_off: perAllocation('write_off'),
    credit_note: perAllocation('credit_note'),
  };
  return FORWARD_STEPS.flatMap((step) => keysOf[step]).filter(
    (key) => !standing.some((posting) => hasSameKey(posting, key)),
  );

  function keyOf(step: ForwardStep) {
    return ({ account }: DrawnLeg): PostingKey => ({ step, leg: account, allocationId: null });
  }

  function once(step: ForwardStep, leg: PostingKey['leg']): PostingKey[] {
    return [{ step, leg, allocationId: null }];
  }

  function perAllocation(step: ForwardStep): PostingKey[] {
    return allocated.map(({ allocationId }) => ({ step, leg: 'operating', allocationId }));
  }
}
