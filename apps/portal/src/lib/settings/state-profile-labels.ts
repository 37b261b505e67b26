// A state profile in words.
import type { Reading } from '@makewhole/domain/state-profiles/profile';

export const FIELD_LABELS: Readonly<Record<string, string>> = {
  reconcile: 'Reconciliation',
  reviewDueDay: 'Review due on day',
  reviewerMustBeLawyer: 'A lawyer reviews it',
  separateDuties: 'Who reconciles may not sign',
  sampleSize: 'Transactions looked at each quarter',
  retentionYears: 'Years that records are kept',
  retentionFrom: 'Counted from',
  clientNoticeOfDisbursement: 'Notice to the client',
  transferNeedsClientApproval: 'The client approves bank transfers',
  reportShortageToBar: 'Shortages are reported to the Bar',
  refundTrustFromOperating: 'A refund of trust money may leave operating first',
  achTrustWait: 'Bank days until ACH money is collected',
  distributionDays: 'Days until undistributed money is late',
  dormancyYears: 'Years until money is abandoned',
  binderForm: 'Form of the report',
};

export const READING_LABELS: Record<Reading, string> = {
  read: 'Read',
  secondary: 'From a secondary copy',
  unverified: 'Not verified',
};

/** A value as a person reads it: a number, yes or no, a word, or when notice is given. */
export function sayValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object' && value !== null && 'when' in value) {
    return 'days' in value ? `${String(value.days)} days ${String(value.when)}` : String(value.when);
  }
  return String(value);
}
