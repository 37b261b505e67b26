// How a client is paid whose refund failed (B16), and the guard rails around it: overpaying, asking for the difference
// by another way and then letting the first payment bounce is the commonest fraud on law firms.
import { bankDateOf, returnableUntil, type BankDate, type Instant } from './bank-calendar.ts';
import type { PrincipalId } from './ids.ts';
import type { PaymentMethod } from './payments.ts';
import type { RepaymentWay } from './repayment-ways.ts';

/** What a person says of how the client was paid. */
export type RepaymentAnswer = {
  readonly paidBy: RepaymentWay;
  /** The number of the check, or the bank's reference. */
  readonly reference?: string;
  /** YYYY-MM-DD */
  readonly date?: string;
  /** To whom it was made out; left out if to the payer. */
  readonly payee?: string;
  readonly note?: string;
  /** The client's agreement, or the payer's written direction to pay somebody else. */
  readonly evidenceId?: string;
  /** Why it was paid while the bank may still return the ACH payment. */
  readonly earlyReason?: string;
};

/** What one person recorded, and a second one must confirm. */
export type RepaymentClaim = {
  readonly answer: RepaymentAnswer;
  readonly by: PrincipalId;
  readonly at: Instant;
};

/** Whether two people say the same of how the client was paid, whatever each noted or attached. */
export function sayTheSame(one: RepaymentAnswer, other: RepaymentAnswer): boolean {
  return (
    one.paidBy === other.paidBy &&
    one.reference === other.reference &&
    one.date === other.date &&
    nameOf(one.payee ?? '') === nameOf(other.payee ?? '')
  );
}

export type RepaymentFault =
  /** Somebody other than the payer is paid without the payer's written direction. */
  | { readonly kind: 'direction_needed' }
  /** The bank may still return the payment. */
  | { readonly kind: 'still_returnable'; readonly until: BankDate };

/** Why the client cannot be paid that way now; null if they can. */
export function repaymentFault(
  { paidBy, payee, evidenceId, earlyReason }: RepaymentAnswer,
  payment: {
    readonly payerName: string;
    readonly method: PaymentMethod;
    readonly settledAt: Instant | null;
  },
  now: Instant,
): RepaymentFault | null {
  const leaves = paidBy === 'check' || paidBy === 'transfer';
  const isOther = payee !== undefined && nameOf(payee) !== nameOf(payment.payerName);
  if (leaves && isOther && evidenceId === undefined) return { kind: 'direction_needed' };
  if ((!leaves && paidBy !== 'state') || payment.method !== 'ach' || payment.settledAt === null) return null;
  const until = returnableUntil(payment.settledAt);
  if (bankDateOf(now) > until || earlyReason !== undefined) return null;
  return { kind: 'still_returnable', until };
}

function nameOf(name: string): string {
  return name.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
