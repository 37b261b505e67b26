// A state profile in words.
import type { Reading } from '@makewhole/domain/state-profiles/profile';

export const FIELD_LABELS: Readonly<Record<string, string>> = {
  reconcile: 'Reconciliation',
  reviewDueDay: 'Review due day',
  reviewerMustBeLawyer: 'Lawyer review required',
  separateDuties: "Preparer can't sign",
  sampleSize: 'Transactions reviewed each quarter',
  retentionYears: 'Years to keep records',
  retentionFrom: 'Counted from',
  clientNoticeOfDisbursement: 'Notice to the client',
  transferNeedsClientApproval: 'Client approval for bank transfers',
  reportShortageToBar: 'Report shortages to the State Bar',
  refundTrustFromOperating: 'Trust refunds may be paid from operating first',
  achTrustWait: 'Bank days until ACH funds are collected',
  distributionDays: 'Days allowed to distribute funds',
  dormancyYears: 'Years until funds are presumed abandoned',
  binderForm: 'Report format',
};

export const READING_LABELS: Record<Reading, string> = {
  read: 'Read from the rule',
  secondary: 'From a secondary source',
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
