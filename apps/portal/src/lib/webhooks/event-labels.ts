// What each webhook event means, for people who choose which ones a program gets.
import type { WEBHOOK_PING, WebhookEvent } from '@makewhole/domain/webhooks';

const EVENT_LABELS: Record<WebhookEvent | typeof WEBHOOK_PING, string> = {
  'refund.requested': 'A refund was requested',
  'refund.awaiting_approval': 'A refund needs approval',
  'refund.rejected': 'A refund was rejected by the exact-ID check',
  'refund.declined': 'A refund was declined',
  'refund.canceled': 'A refund was canceled',
  'refund.outcome_unknown': 'The processor gave no clear answer',
  'refund.processing': 'The processor accepted a refund',
  'refund.late': 'A refund is late',
  'refund.succeeded': 'A refund was paid out',
  'refund.traced': 'A trace number is available',
  'refund.failed': 'A refund failed',
  'refund.returned': 'The money of a refund came back',
  'refund.closed': 'A refund is complete, with no tasks left',
  'obligation.opened': 'A task was opened',
  'obligation.done': 'A task was completed',
  'refund.invoice_reversed': 'An invoice payment was reversed',
  'refund.invoice_reversal_undone': 'The reversal of an invoice payment was undone',
  'refund.invoice_decided': 'An invoice decision was made',
  'refund.invoice_decision_undone': 'An invoice decision was undone',
  'refund.trust_step_recorded': 'A trust step was recorded or corrected',
  'refund.trust_step_undone': 'A trust step was undone',
  'refund.trust_disbursed': 'A refund was paid from trust',
  'refund.trust_disbursement_undone': 'A payment from trust was undone',
  'void.outcome_unknown': 'The outcome of a void is unknown',
  'void.voided': 'An authorization was voided',
  'void.refused': 'A void was refused',
  'dispute.opened': 'A payment was disputed',
  'dispute.closed': 'A dispute was closed',
  'reconciliation.difference_found': 'Reconciliation found a mismatch',
  'reconciliation.finished': 'A reconciliation finished',
  ping: 'A test message',
};

/** In words; a type from before or after this release by its name. */
export function eventLabel(type: string): string {
  return Object.hasOwn(EVENT_LABELS, type) ? EVENT_LABELS[type as keyof typeof EVENT_LABELS] : type; // it is a key
}
