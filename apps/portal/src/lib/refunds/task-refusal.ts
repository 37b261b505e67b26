import type { TrustStepErrors, TrustStepValues } from './trust-step-values.ts';

/** Used in place of an obligation's ID for a person's claim about an unknown outcome. */
export const OUTCOME_TASK = 'outcome';

/** The same, for a resent email. */
export const EMAIL_TASK = 'email';

/** The same, for the redaction of a file. */
export const EVIDENCE_TASK = 'evidence';

/** What a person sent to complete an obligation, and why it was refused. */
export type TaskRefusal = {
  readonly obligationId: string;
  /** An error in the form as a whole; null if only fields have errors. */
  readonly fault: string | null;
  /** The error in the proof of identity, or that there was none. */
  readonly proofFault?: string;
  /** Set if it was about this file. */
  readonly evidenceId?: string;
  readonly step?: {
    readonly values: TrustStepValues;
    readonly errors: TrustStepErrors;
  };
};
