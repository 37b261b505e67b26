// A state's trust-accounting rules as a firm's lawyer would look them up: prompts and defaults, never law (ADR 33). Every
// value has its source and the day on which we read it. The firm's lawyer confirms a profile; nothing changes by itself.

export const STATE_CODES = [
  ...['ABA', 'AZ', 'CA', 'FL', 'IA', 'IL', 'MA', 'MD'],
  ...['NC', 'NY', 'OR', 'SC', 'TX', 'VA', 'WA', 'WI'],
] as const;
export type StateCode = (typeof STATE_CODES)[number];

/**
 * read: in the rule, or in what the State Bar or court itself publishes. secondary: in somebody else's copy or summary.
 * unverified: general knowledge of the field, which nobody has looked up for this profile.
 */
export type Reading = 'read' | 'secondary' | 'unverified';

export type Sourced<Value> = {
  readonly value: Value;
  readonly source: string;
  /** The day on which the source was read; for what is unverified, on which it was written down. ISO date. */
  readonly readOn: string;
  readonly reading: Reading;
};

export type ProfileValues = {
  readonly reconcile: 'monthly' | 'quarterly';
  /** The day of the next month by which the reconciliation is reviewed. */
  readonly reviewDueDay: number;
  readonly reviewerMustBeLawyer: boolean;
  /** Who reconciles may not sign for the account. */
  readonly separateDuties: boolean;
  /** How many transactions are looked at each quarter. */
  readonly sampleSize: number;
  readonly retentionYears: number;
  readonly retentionFrom: string;
  readonly clientNoticeOfDisbursement:
    { readonly when: 'none' | 'after' } | { readonly when: 'before'; readonly days: number };
  readonly transferNeedsClientApproval: boolean;
  readonly reportShortageToBar: boolean;
  /** Whether a refund of trust money may leave the operating account first (R5). */
  readonly refundTrustFromOperating: 'allowed' | 'ask' | 'no';
  /** Bank days until an ACH deposit counts as collected. */
  readonly achTrustWait: number;
  /** Calendar days after which undistributed money counts as late. */
  readonly distributionDays: number;
  readonly dormancyYears: number;
  readonly binderForm: string;
};

export type StateProfile = {
  readonly state: StateCode;
  readonly name: string;
  /** Changes with the values: a confirmation is of one version. */
  readonly version: string;
  /** What we have read. A field that is not here is unknown to us, not unregulated. */
  readonly values: {
    readonly [Field in keyof ProfileValues]?: Sourced<ProfileValues[Field]>;
  };
  /** What no field holds. */
  readonly notes: readonly Sourced<string>[];
};
