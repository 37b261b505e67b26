// From when the trust steps of a refund are owed, and by when (R5, ADR 31). Until the client is paid, the money in trust
// is the client's: taking it then is a withdrawal without entitlement. From then on it is the firm's own, and must not
// stay among clients' money.
import { addBankDays, bankDateOf, closeOfBusiness, type Instant } from './bank-calendar.ts';
import type { PaymentMethod } from './payments.ts';
import type { RefundStatus } from './refund-states.ts';

export const TRUST_STEPS_FROM = ['succeeded', 'accepted'] as const;
/**
 * succeeded: once the processor has paid the client; accepted: once it accepted the refund, for firms whose processor
 * never says that it has paid.
 */
export type TrustStepsFrom = (typeof TRUST_STEPS_FROM)[number];

/** Whether a refund in this status owes its trust steps. */
export function owesTrustSteps(from: TrustStepsFrom, status: RefundStatus): boolean {
  return status === 'succeeded' || (status === 'processing' && from === 'accepted');
}

/** In how many bank days, and from when they count. */
export type TrustStepsDue = { readonly bankDays: number; readonly after: 'owed' | 'accepted' };

/** An ACH credit can come back for two bank days after it has settled, so its money is left in trust that long. */
export const TRUST_STEPS_DUE = {
  card: { bankDays: 2, after: 'owed' },
  ach: { bankDays: 5, after: 'accepted' },
} as const satisfies Record<PaymentMethod, TrustStepsDue>;

type Opening = {
  readonly method: PaymentMethod;
  readonly acceptedAt: Instant;
  /** When the steps began to be owed. */
  readonly owedFrom: Instant;
};

/** Close of business of the day on which they are due: never sooner than the bank day after they began to be owed. */
export function trustStepsDueAt({ method, acceptedAt, owedFrom }: Opening): Instant {
  const { bankDays, after } = TRUST_STEPS_DUE[method];
  const due = addBankDays(bankDateOf(after === 'owed' ? owedFrom : acceptedAt), bankDays);
  const soonest = addBankDays(bankDateOf(owedFrom), 1);
  return closeOfBusiness(due < soonest ? soonest : due);
}
