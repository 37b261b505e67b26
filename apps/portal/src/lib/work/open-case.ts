import type { Colleague, Comment, PaymentDetail, QueuedObligation } from '#lib/api-types.ts';

/** A case beside the list: everything that is open about it, whoever must act. */
export type OpenCase = {
  readonly key: string;
  /** Null if it is about no payment. */
  readonly payment: Pick<
    PaymentDetail,
    'transactionId' | 'amount' | 'currency' | 'payer' | 'method' | 'last4' | 'matter' | 'refundId'
  > | null;
  /** In the order of work. */
  readonly tasks: readonly QueuedObligation[];
  /** The days, YYYY-MM-DD, that a person may put each task off to, by its ID: the browser has no bank calendar. */
  readonly snoozeDays: Readonly<Record<string, readonly string[]>>;
  /** Empty if the viewer may not read them. */
  readonly comments: readonly Comment[];
  /** Whom to assign to and to mention; empty if the viewer shares no work. */
  readonly colleagues: readonly Colleague[];
};
