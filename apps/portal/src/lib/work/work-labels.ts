// The words of Work: what to do next, in a few words that fit a button.
import type { ObligationKind } from '@makewhole/domain/obligations';

/** The next step of a case, as its button says it. */
export const NEXT_STEP_LABELS: Readonly<Record<ObligationKind, string>> = {
  approval: 'Review and approve',
  invoice_decision: 'Decide the invoice',
  trust_payment: 'Record trust payment',
  trust_deposit: 'Record firm deposit',
  trust_transfer: 'Record bank transfer',
  trust_restore: 'Record transfer to trust',
  bank_match: 'Match bank lines',
  reconciliation: 'Explain the mismatch',
  repayment: 'Pay the client',
  dispute: 'Respond to dispute',
  trace_missing: 'Trace the refund',
  unclaimed: 'Follow up the check',
  trust_replenish: 'Replenish trust',
  month_end: 'Reconcile the account',
  month_end_review: 'Review and sign',
  opening_review: 'Review and sign',
  payout_unexplained: 'Explain the payout',
  trust_balance_difference: 'Explain the difference',
  trust_balance_below_held: 'Check the trust balance',
  connection_broken: 'Fix the connection',
  sync_stuck: 'Fix the sync',
  attention: 'Handle this',
};

export const WORK_LABELS = {
  title: 'Work',
  intro: 'Everything that needs someone at your firm, most overdue first.',
  tabs: { mine: 'For me', assigned: 'Assigned to me', all: 'Everyone', snoozed: 'Snoozed' },
  snoozeHint: 'For you only. Reminders and escalations will still go out on time.',
  snoozeNone: 'This task is due. It can’t be snoozed.',
  assignHint: 'They’ll get one email. Permissions don’t change.',
  commentHint:
    'Only people at your firm can read comments. They’re never sent to the client or the matter’s users.',
  nothingLeft: 'Nothing left to do here.',
} as const;

export const DECISION_BUTTONS = [
  {
    decision: 'still_due',
    label: 'Still due',
    meaning: 'The client still owes it. Nothing is posted.',
  },
  {
    decision: 'write_off',
    label: 'Write off',
    meaning: 'The firm won’t collect it. A write-off is posted.',
  },
  {
    decision: 'credit_note',
    label: 'Credit',
    meaning: 'The invoice was wrong. A credit note is posted.',
  },
] as const;

/** "2 invoices will stay due: Thuy Nguyen, Anand Patel." */
export function describeSelection(payers: readonly string[]): string {
  const count = payers.length === 1 ? '1 invoice will stay due' : `${payers.length} invoices will stay due`;
  return `${count}: ${payers.join(', ')}. Nothing will be posted, and this can’t be undone here.`;
}
