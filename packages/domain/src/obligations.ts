// What a refund still owes a person (B5): kinds, owners and when each is due.
import { addBankDays, bankDateOf, bankMorningAfter, closeOfBusiness, type Instant } from './bank-calendar.ts';
import type { Action, Role } from './roles.ts';

export const OBLIGATION_KINDS = [
  'approval',
  'invoice_decision',
  'trust_payment',
  'trust_deposit',
  'trust_transfer',
  'trust_restore',
  'bank_match',
  'reconciliation',
  'attention',
] as const;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

/** open: somebody must act; done: acted on; void: no longer owed, because the refund failed or was ended. */
export const OBLIGATION_STATUSES = ['open', 'done', 'void'] as const;
export type ObligationStatus = (typeof OBLIGATION_STATUSES)[number];

/** The three steps that a trust leg owes, in the order in which they must be taken (R5). */
export const TRUST_STEPS = ['payment', 'deposit', 'transfer'] as const;
export type TrustStep = (typeof TRUST_STEPS)[number];

/** What is recorded of trust money: the three steps, and its way back after a refund that failed behind the last (B6). */
export const TRUST_MOVES = [...TRUST_STEPS, 'restore'] as const;
export type TrustMove = (typeof TRUST_MOVES)[number];

export const INVOICE_DECISIONS = ['still_due', 'write_off', 'credit_note'] as const;
export type InvoiceDecision = (typeof INVOICE_DECISIONS)[number];

/** The role that each kind waits for; trust steps only a lawyer may authorise. */
export const OBLIGATION_OWNERS: Record<ObligationKind, Role> = {
  approval: 'lawyer',
  invoice_decision: 'admin',
  trust_payment: 'lawyer',
  trust_deposit: 'lawyer',
  trust_transfer: 'lawyer',
  trust_restore: 'lawyer',
  bank_match: 'admin',
  reconciliation: 'admin',
  attention: 'owner',
};

/** What one must be allowed to do to settle each kind. */
const OBLIGATION_ACTIONS: Record<ObligationKind, Action> = {
  approval: 'refund.approve',
  invoice_decision: 'invoice.decide',
  trust_payment: 'trust.record',
  trust_deposit: 'trust.record',
  trust_transfer: 'trust.record',
  trust_restore: 'trust.record',
  bank_match: 'refund.resolve',
  reconciliation: 'refund.resolve',
  attention: 'refund.resolve',
};

/** The kinds that someone who may do these actions can settle. */
export function kindsSettledBy(may: (action: Action) => boolean): ObligationKind[] {
  return OBLIGATION_KINDS.filter((kind) => may(OBLIGATION_ACTIONS[kind]));
}

const DUE_AFTER_BANK_DAYS = 5;
/** Clients' money must not stay in operating longer than the bank needs. */
const RESTORE_TRUST_AFTER_BANK_DAYS = 1;
const REMIND_AFTER_BANK_DAYS = [2, 5] as const;
const ESCALATE_AFTER_BANK_DAYS = 7;

/** When an obligation that opens at that instant is due: the whole working day of its last bank day is still in time. */
export function dueAt(openedAt: Instant, kind: ObligationKind): Instant {
  const bankDays = kind === 'trust_restore' ? RESTORE_TRUST_AFTER_BANK_DAYS : DUE_AFTER_BANK_DAYS;
  return closeOfBusiness(addBankDays(bankDateOf(openedAt), bankDays));
}

/** One message to the people of an obligation: a reminder to its owner, or the escalation to the firm's owner. */
export type ReminderPlan = {
  readonly at: Instant;
  readonly kind: 'reminder' | 'escalation';
  readonly nth: number;
};

/** The reminders of an obligation that opens at that instant, in order, ending with its one escalation. */
export function remindersOf(openedAt: Instant): ReminderPlan[] {
  return [
    ...REMIND_AFTER_BANK_DAYS.map((days, index) => ({
      at: bankMorningAfter(openedAt, days),
      kind: 'reminder' as const,
      nth: index + 1,
    })),
    { at: bankMorningAfter(openedAt, ESCALATE_AFTER_BANK_DAYS), kind: 'escalation', nth: 1 },
  ];
}

/** The step that must be done before this one may be recorded; null for the first, and for the way back. */
export function stepBefore(move: TrustMove): TrustStep | null {
  const place = TRUST_STEPS.findIndex((step) => step === move);
  return TRUST_STEPS[place - 1] ?? null;
}
