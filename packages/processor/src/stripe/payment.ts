// A payment intent and its charge, as one payment of the port. Neither alone is one: the charge has the money, the intent
// the ID that people copy, and the metadata.
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money, sum, type Money } from '@makewhole/domain/money';
import type { PaymentStatus } from '@makewhole/domain/payments';
import { movesMoney } from '@makewhole/domain/processor-record';
import type { UnreadableRecord } from '../no-answer.ts';
import type { ProcessorPayment, ProcessorRefund } from '../port.ts';
import { decisive, isAchReturn, readDispute } from './dispute.ts';
import { invoiceNumbersOf, matterNumberOf, readItems } from './items.ts';
import { instantOf } from './refund.ts';
import type { WireCharge, WireDispute, WireIntent } from './wire.ts';

export type PaymentParts = {
  readonly charge: WireCharge;
  /** Null for a charge that was made without one. */
  readonly intent: WireIntent | null;
  readonly refunds: readonly ProcessorRefund[];
  readonly disputes: readonly WireDispute[];
};

export function readPayment(
  parts: PaymentParts,
  { account, now }: { readonly account: string; readonly now: Date },
): ProcessorPayment | UnreadableRecord {
  const { charge, intent, refunds, disputes } = parts;
  const transactionId = asId<TransactionId>(intent?.id ?? charge.id);
  const metadata = intent?.metadata ?? charge.metadata ?? {};
  const amount = money(charge.captured ? charge.amount_captured : charge.amount);
  const words = intent?.description ?? charge.description ?? 'Payment';
  const read = readItems(metadata, { amount, words });
  if (read.kind === 'malformed') return malformed(transactionId, read.key);
  const dispute = decisive(disputes);
  const returned =
    dispute !== null && methodOf(charge).method === 'ach' && isAchReturn(dispute) ? dispute : null;
  const status = returned === null ? statusOf(parts, now) : 'returned';
  const disputed = dispute !== null && returned === null ? readDispute(dispute) : null;
  return {
    transactionId,
    aliases: intent === null ? [] : [asId<TransactionId>(charge.id)],
    account,
    mode: charge.livemode ? 'live' : 'test',
    type: status === 'authorized' || status === 'voided' ? 'authorization' : 'sale',
    status,
    amount,
    currency: charge.currency.toUpperCase(),
    ...methodOf(charge),
    payer: payerOf(charge, intent),
    matterNumber: matterNumberOf(metadata),
    createdAt: instantOf(intent?.created ?? charge.created),
    ...timesOf(charge, now),
    returnedAt: returned === null ? null : instantOf(returned.created),
    returned: returned === null ? null : { code: returned.reason, debitedFrom: null },
    disputed: disputed !== null && disputed.status !== 'won',
    dispute: disputed,
    refundable: dispute === null ? null : disputes.every((one) => one.is_charge_refundable),
    items: read.items,
    ...(read.items === null && { description: words, invoiceNumbers: invoiceNumbersOf(metadata) }),
    refundedAmount: refundedAmount(refunds),
    refunds,
  };
}

/** From the refunds themselves, not the charge's own sum: a refund that failed gave its money back. */
function refundedAmount(refunds: readonly ProcessorRefund[]): Money {
  return sum(refunds.filter(movesMoney).map(({ amount }) => amount));
}

function statusOf({ charge, intent }: PaymentParts, now: Date): PaymentStatus {
  if (charge.status === 'failed') return 'failed';
  if (intent?.status === 'canceled') return 'voided';
  // An ACH debit takes days: its money is not there before that.
  if (charge.status !== 'succeeded') return 'pending';
  if (!charge.captured) return isLapsed(charge) ? 'voided' : 'authorized';
  return timesOf(charge, now).settledAt === null ? 'captured' : 'settled';
}

/** An authorization without an intent that was released, or lapsed: its money is marked as refunded. */
function isLapsed({ refunds }: WireCharge): boolean {
  return (refunds?.data.length ?? 0) > 0;
}

/** Settled once the money can be paid out to the bank. */
function timesOf({ captured, created, status, balance_transaction: booked }: WireCharge, now: Date) {
  if (!captured || status !== 'succeeded') return { capturedAt: null, settledAt: null };
  if (typeof booked !== 'object' || booked === null) {
    return { capturedAt: instantOf(created), settledAt: null };
  }
  const isAvailable = booked.available_on * 1000 <= now.getTime();
  return {
    capturedAt: instantOf(booked.created),
    settledAt: isAvailable ? instantOf(booked.available_on) : null,
  };
}

function methodOf({
  payment_method_details: details,
}: WireCharge): Pick<ProcessorPayment, 'method' | 'last4'> {
  switch (details?.type) {
    case 'card':
      return { method: 'card', last4: details.card?.last4 ?? '' };
    case 'us_bank_account':
      return { method: 'ach', last4: details.us_bank_account?.last4 ?? '' };
    default:
      return { method: 'other', last4: '' };
  }
}

function payerOf(
  { billing_details: billing }: WireCharge,
  intent: WireIntent | null,
): ProcessorPayment['payer'] {
  const customer = typeof intent?.customer === 'object' ? intent.customer : null;
  const email = billing?.email ?? customer?.email ?? null;
  return { name: billing?.name ?? customer?.name ?? email ?? 'Name not given', email };
}

function malformed(transactionId: TransactionId, key: string): UnreadableRecord {
  return {
    kind: 'unreadable',
    transactionId,
    processorRefundId: null,
    fault: `its metadata ${key} is not a list of items that is known here`,
  };
}
