// What a refund still owes a person (B5): kinds, owners and when each is due.
import { ATTENTION, ATTENTION_CAUSES, isAttentionCause, type AttentionCause } from './attention.ts';
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
  'repayment',
  'dispute',
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

/** What an obligation is: attention is told apart by its cause. */
export type Owed = { readonly kind: ObligationKind; readonly subject: string };

/**
 * The role that each kind waits for, with the permission that settles it; trust steps only a lawyer may authorise. Exactly
 * the roles from this one up have that permission: a test holds the table to roles.ts.
 */
const RULES: Record<Exclude<ObligationKind, 'attention'>, Rule> = {
  approval: { owner: 'lawyer', needs: ['refund.approve'] },
  invoice_decision: { owner: 'admin', needs: ['invoice.decide'] },
  trust_payment: { owner: 'lawyer', needs: ['trust.record'] },
  trust_deposit: { owner: 'lawyer', needs: ['trust.record'] },
  trust_transfer: { owner: 'lawyer', needs: ['trust.record'] },
  trust_restore: { owner: 'lawyer', needs: ['trust.record'] },
  bank_match: { owner: 'admin', needs: ['refund.resolve'] },
  reconciliation: { owner: 'admin', needs: ['refund.resolve'] },
  repayment: { owner: 'admin', needs: ['refund.resolve'] },
  dispute: { owner: 'lawyer', needs: ['refund.resolve', 'trust.record'] },
};

/** Attention is given through one route, for which the first is needed; what is a lawyer's needs theirs too. */
const ATTENTION_NEEDS: Record<Rule['owner'], readonly Action[]> = {
  admin: ['refund.resolve'],
  lawyer: ['refund.resolve', 'trust.record'],
};

type Rule = { readonly owner: 'admin' | 'lawyer'; readonly needs: readonly Action[] };

/** Whom an obligation waits for. */
export function ownerOf({ kind, subject }: Owed): Role {
  if (kind !== 'attention') return RULES[kind].owner;
  return isAttentionCause(subject) ? ATTENTION[subject].owner : 'admin';
}

/** All that one must be allowed to do to settle an obligation, by whatever route. */
export function permissionsFor({ kind, subject }: Owed): readonly Action[] {
  if (kind !== 'attention') return RULES[kind].needs;
  return ATTENTION_NEEDS[isAttentionCause(subject) ? ATTENTION[subject].owner : 'admin'];
}

/** Whether someone who may do these actions may settle the obligation. */
export function maySettle(may: (action: Action) => boolean, owed: Owed): boolean {
  return permissionsFor(owed).every(may);
}

/** What someone who may do these actions can settle: these kinds, and attention but for these causes. */
export function settledBy(may: (action: Action) => boolean): {
  readonly kinds: readonly ObligationKind[];
  readonly exceptCauses: readonly AttentionCause[];
} {
  return {
    kinds: OBLIGATION_KINDS.filter((kind) => maySettle(may, { kind, subject: '' })),
    exceptCauses: ATTENTION_CAUSES.filter((subject) => !maySettle(may, { kind: 'attention', subject })),
  };
}

/** What is owed about a payment, with or without a refund (B16): it is answered through POST /v1/obligations/{id}/settle. */
export const PAYMENT_TASKS = ['repayment', 'dispute'] as const satisfies readonly ObligationKind[];

/** How a client was paid after a refund that failed (B16). */
export const REPAYMENT_WAYS = ['check', 'transfer', 'credit'] as const;
export type RepaymentWay = (typeof REPAYMENT_WAYS)[number];

const DUE_AFTER_BANK_DAYS = 5;
const DUE_SOONER: Partial<Record<ObligationKind | AttentionCause, number>> = {
  // Clients' money must not stay in operating longer than the bank needs.
  trust_restore: 1,
  // A client who was promised money has none.
  repayment: 2,
  // While the refund runs, each hour counts.
  payment_disputed: 0,
};

/** When an obligation that opens at that instant is due: the whole working day of its last bank day is still in time. */
export function dueAt(openedAt: Instant, kind: ObligationKind, subject = ''): Instant {
  const key = kind === 'attention' && isAttentionCause(subject) ? subject : kind;
  return closeOfBusiness(addBankDays(bankDateOf(openedAt), DUE_SOONER[key] ?? DUE_AFTER_BANK_DAYS));
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
