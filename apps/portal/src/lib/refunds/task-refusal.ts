import type { TrustStepErrors, TrustStepValues } from './trust-step-values.ts';

/** Stands where an obligation's ID would, for what a person knows of an unknown outcome. */
export const OUTCOME_TASK = 'outcome';

/** The same, for an email that was to be sent again. */
export const EMAIL_TASK = 'email';

/** What a person sent to settle an obligation, and why it was not taken. */
export type TaskRefusal = {
  readonly obligationId: string;
  /** What is wrong with the whole of it; null where the fields say what is wrong with them. */
  readonly fault: string | null;
  /** What was wrong with the proof of who they are, or that there was none. */
  readonly proofFault?: string;
  readonly step?: {
    readonly values: TrustStepValues;
    readonly errors: TrustStepErrors;
  };
};
