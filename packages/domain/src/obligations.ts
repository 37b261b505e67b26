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

/** After how many bank days a firm reminds of what is open, and tells its owner. */
export type ReminderDays = {
  /** In order, REMINDERS_MAX at most. */
  readonly remindAfter: readonly number[];
  /** Later than every reminder. */
  readonly escalateAfter: number;
};

export const DEFAULT_REMINDER_DAYS: ReminderDays = { remindAfter: [2, 5], escalateAfter: 7 };
export const REMINDERS_MAX = 5;
export const REMINDER_BANK_DAYS_MAX = 60;

/** What is wrong with a firm's choice of days, for a person; null where nothing is. */
export function reminderDaysFault({ remindAfter, escalateAfter }: ReminderDays): string | null {
  const days = [...remindAfter, escalateAfter];
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > REMINDER_BANK_DAYS_MAX)) {
    return `Each is a number of bank days from 1 to ${REMINDER_BANK_DAYS_MAX}.`;
  }
  if (remindAfter.length === 0 || remindAfter.length > REMINDERS_MAX) {
    return `There are one to ${REMINDERS_MAX} reminders.`;
  }
  // Then the escalation is the last one too.
  return days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0))
    ? null
    : 'Each reminder comes later than the one before, and the escalation after all of them.';
}

/** The reminders of an obligation that opens at that instant, in order, ending with its one escalation. */
export function remindersOf(
  openedAt: Instant,
  { remindAfter, escalateAfter }: ReminderDays = DEFAULT_REMINDER_DAYS,
): ReminderPlan[] {
  return [
    ...remindAfter.map((days, index) => ({
      at: bankMorningAfter(openedAt, days),
      kind: 'reminder' as const,
      nth: index + 1,
    })),
    { at: bankMorningAfter(openedAt, escalateAfter), kind: 'escalation', nth: 1 },
  ];
}

/** The step that must be done before this one may be recorded; null for the first, and for the way back. */
export function stepBefore(move: TrustMove): TrustStep | null {
  const place = TRUST_STEPS.findIndex((step) => step === move);
  return TRUST_STEPS[place - 1] ?? null;
}
