// What a payment processor can do and how long it takes, as values: rules ask these, and never which company it is.
import type { CreditDays } from './bank-calendar.ts';
import type { PaymentMethod } from './payments.ts';

/** By method of payment. */
export type CreditBankDays = Readonly<Record<PaymentMethod, CreditDays>>;

/** What a kind of connection needs: asked of the modules each time, and never stored, so that it cannot go stale. */
export type CreditDaysOf = (kind: string) => CreditBankDays;

export type ProcessorCapabilities = {
  /** none: the same send twice makes two refunds. */
  readonly idempotency: 'key' | 'none';
  /** For this long after its first send a key may be sent again; 0: never send twice. */
  readonly sendAgainWithinMs: number;
  /** From this long after the last send, "not found" is believed; null: never, a person decides. */
  readonly notFoundBelievedAfterMs: number | null;
  /** How long to wait for the whole answer to a send. */
  readonly sendTimeoutMs: number;
  /** notifications: nothing can be read back, so what was reported by webhook is the record. */
  readonly truth: 'api' | 'notifications';
  /** How a refund whose answer was lost is found. */
  readonly referenceLookup: 'by_reference' | 'by_payment' | 'by_notifications';
  /** Whether it lists what changed, and for how many days it keeps that list; null days: for good. */
  readonly changeFeed:
    { readonly kind: 'feed'; readonly keptDays: number | null } | { readonly kind: 'none' };
  /** The methods of payment whose refunds we support there. */
  readonly methods: readonly PaymentMethod[];
  /** Within how many days of the payment a refund is accepted; null: no limit is known. */
  readonly refundWindowDays: Readonly<Record<PaymentMethod, number | null>>;
  /** Bank days from acceptance until the client has the credit. */
  readonly creditBankDays: CreditBankDays;
  /** For how many days after its success a refund may still fail, and is looked at. */
  readonly watchDays: Readonly<Record<PaymentMethod, number>>;
  /** Whether it reports by which number the client's bank finds the credit. */
  readonly tracesRefunds: boolean;
  /** Whether it tells an inquiry from a chargeback. */
  readonly hasInquiries: boolean;
  /** The longest page that its lists answer. */
  readonly pageMax: number;
  /** How many lookups a second a process may make through one connection; sends do not count. */
  readonly lookupsPerSecond: number;
};
