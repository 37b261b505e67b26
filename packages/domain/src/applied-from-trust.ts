// Trust money of a payment that has paid an invoice since it was received (T7): a firm that puts every payment into trust
// pays its invoices from there. The money is in operating then, and so is the leg of a later refund. Amounts are signed,
// a debit is positive, and the entries of a posting sum to zero.
import type { AllocationId, InvoiceId, MatterId } from './ids.ts';
import type { Money } from './money.ts';
import { transfer, type LedgerEntry } from './postings.ts';
import { inverted } from './trust-transactions.ts';

export const APPLIED_STEPS = ['trust_applied', 'undo_trust_applied'] as const;
export type AppliedStep = (typeof APPLIED_STEPS)[number];

/** How many applications one payment can have. */
export const APPLICATIONS_MAX = 50;

/** What a part of one trust item paid. */
export type Application = {
  readonly itemId: string;
  readonly invoiceId: InvoiceId;
  readonly amount: Money;
  /** The day on which the trust account paid the invoice, YYYY-MM-DD. */
  readonly date: string;
  /** The firm's or the bank's, such as the number of the trust check. */
  readonly reference: string;
};

type AppliedPosting = {
  readonly step: AppliedStep;
  readonly leg: 'operating';
  readonly allocationId: AllocationId;
  readonly entries: readonly LedgerEntry[];
};

/** The trust account paid the invoice: the client's money is the firm's, in operating. */
export function trustApplied(
  amount: Money,
  { matterId, allocationId }: { readonly matterId: MatterId; readonly allocationId: AllocationId },
): AppliedPosting {
  const [fromTrust, owed] = transfer('trust_bank', 'client_trust_liability', amount);
  if (fromTrust === undefined || owed === undefined) throw new Error('A transfer has two entries');
  return {
    step: 'trust_applied',
    leg: 'operating',
    allocationId,
    entries: [fromTrust, { ...owed, matterId }, ...transfer('accounts_receivable', 'operating_bank', amount)],
  };
}

/** It did not: the record was a mistake. */
export function undoTrustApplied(...about: Parameters<typeof trustApplied>): AppliedPosting {
  const applied = trustApplied(...about);
  return { ...applied, step: 'undo_trust_applied', entries: inverted(applied.entries) };
}

/** What a full replacement ends, and what it adds; what is in both stands. */
export function replaceApplications<Standing extends Application, Wanted extends Application>(
  standing: readonly Standing[],
  wanted: readonly Wanted[],
): { readonly ended: readonly Standing[]; readonly added: readonly Wanted[] } {
  const left = [...standing];
  const added = wanted.filter((one) => {
    const index = left.findIndex((other) => isSame(one, other));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return { ended: left, added };
}

function isSame(one: Application, other: Application): boolean {
  return (
    one.itemId === other.itemId &&
    one.invoiceId === other.invoiceId &&
    one.amount === other.amount &&
    one.date === other.date &&
    one.reference === other.reference
  );
}
