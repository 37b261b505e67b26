// The receipt of a payment (B15): what it brought into the books when it settled, which is exactly what its refund
// takes out again. Each receipt is posted once per payment, step, leg and allocation. What becomes known later (its
// matter, its invoice) moves it with a separate posting, and losses.ts reverses what the bank took back.
import type { AllocationId, MatterId } from './ids.ts';
import { negate, sum, type Money } from './money.ts';
import type { BankAccount } from './payments.ts';
import type { LedgerAccount, LedgerEntry } from './postings.ts';

export const RECEIPT_STEPS = ['receipt', 'receipt_assigned', 'receipt_applied', 'receipt_returned'] as const;
/**
 * receipt: the money arrived. receipt_assigned: trust money without a known matter gets its matter. receipt_applied:
 * operating money that no invoice took now pays one. receipt_returned: the bank took the money back.
 */
export type ReceiptStep = (typeof RECEIPT_STEPS)[number];

export type ReceiptPosting = {
  readonly step: ReceiptStep;
  readonly leg: BankAccount;
  readonly allocationId: AllocationId | null;
  readonly entries: readonly LedgerEntry[];
};

/** Where a part of a payment went, and what it paid. */
export type ReceivedPart = {
  readonly account: BankAccount;
  readonly amount: Money;
  /** The invoice payment that it made; null for trust money, and for what no invoice took. */
  readonly allocationId: AllocationId | null;
  /** Operating money that no invoice takes: the firm's income. Left out: it is not. */
  readonly isSurcharge?: boolean;
  /** It came into trust and has paid the invoice from there (T7). Left out: it did not. */
  readonly isApplied?: boolean;
};

/**
 * The receipts of a settled payment: one for each invoice payment, and one for the rest of each account.
 * @param matterId null if the matter is not known yet: trust money is then owed to a client still to be identified
 */
export function receiptsOf(parts: readonly ReceivedPart[], matterId: MatterId | null): ReceiptPosting[] {
  const paying = parts.flatMap(({ allocationId, amount }) =>
    allocationId === null ? [] : [{ allocationId, amount }],
  );
  return [
    ...paying.map(({ allocationId, amount }) => ({
      step: 'receipt' as const,
      leg: 'operating' as const,
      allocationId,
      entries: [entry('operating_bank', amount), entry('accounts_receivable', negate(amount))],
    })),
    ...restOf(parts, 'operating', (amount, rest) => [
      entry('operating_bank', amount),
      ...notInvoiced(rest).map((part) => entry(part.account, negate(part.amount))),
    ]),
    ...restOf(parts, 'trust', (amount) => [
      entry('trust_bank', amount),
      matterId === null
        ? entry('unidentified_trust_liability', negate(amount))
        : { account: 'client_trust_liability', matterId, amount: negate(amount) },
    ]),
  ];
}

/** Assigns trust money that was received without a matter to its matter. */
export function receiptAssigned(amount: Money, matterId: MatterId): ReceiptPosting {
  return {
    step: 'receipt_assigned',
    leg: 'trust',
    allocationId: null,
    entries: [
      entry('unidentified_trust_liability', amount),
      { account: 'client_trust_liability', matterId, amount: negate(amount) },
    ],
  };
}

/** Applies operating money that was received as unapplied to an invoice. */
export function receiptApplied(amount: Money, allocationId: AllocationId): ReceiptPosting {
  return {
    step: 'receipt_applied',
    leg: 'operating',
    allocationId,
    entries: [entry('unapplied_receipts', amount), entry('accounts_receivable', negate(amount))],
  };
}

/** What an invoice bills: owed by the client, earned by the firm. */
export function invoiceEntries(total: Money): LedgerEntry[] {
  return [entry('accounts_receivable', total), entry('fees_earned', negate(total))];
}

function restOf(
  parts: readonly ReceivedPart[],
  leg: BankAccount,
  entriesOf: (amount: Money, rest: readonly ReceivedPart[]) => LedgerEntry[],
): ReceiptPosting[] {
  const rest = parts.filter((part) => part.account === leg && part.allocationId === null);
  const total = sum(rest.map(({ amount }) => amount));
  return total === 0 ? [] : [{ step: 'receipt', leg, allocationId: null, entries: entriesOf(total, rest) }];
}

/** Where operating money that paid no invoice is booked: surcharges as income, the rest as unapplied. */
export function notInvoiced(
  parts: readonly ReceivedPart[],
): { readonly account: 'unapplied_receipts' | 'surcharge_income'; readonly amount: Money }[] {
  const own = parts.filter(({ account, allocationId }) => account === 'operating' && allocationId === null);
  const totalOf = (wanted: boolean) =>
    sum(own.filter(({ isSurcharge = false }) => isSurcharge === wanted).map(({ amount }) => amount));
  return [
    { account: 'unapplied_receipts' as const, amount: totalOf(false) },
    { account: 'surcharge_income' as const, amount: totalOf(true) },
  ].filter(({ amount }) => amount > 0);
}

function entry(account: LedgerAccount, amount: Money): LedgerEntry {
  return { account, matterId: null, amount };
}
