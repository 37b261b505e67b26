// What a refund or a payment still needs from a person (B5, B16): one table of the kinds, and when each is due.
import { ATTENTION, ATTENTION_CAUSES, isAttentionCause, type AttentionCause } from './attention.ts';
import {
  addBankDays,
  bankDateOf,
  bankMorningAfter,
  closeOfBusiness,
  promiseFor,
  type Instant,
} from './bank-calendar.ts';
import type { CommandKind } from './commands.ts';
import type { Action, Role } from './roles.ts';

type ObligationRule = {
  /** Its name in lists and forms. */
  readonly title: string;
  /** The lowest role that may complete it, with the permissions for that; only a lawyer may authorize trust steps. */
  readonly owner: 'admin' | 'lawyer';
  readonly needs: readonly Action[];
  readonly dueAfterBankDays: number;
  /** Whose page has the form: the refund's, through its workflow, or the payment's, with or without a refund (B16). */
  readonly about: 'refund' | 'payment';
  /** The commands that complete or correct it; none for payment tasks. */
  readonly completedBy: readonly CommandKind[];
  /** The email that announces it: an alarm also goes to the firm's owners; null if another kind's email covers it. */
  readonly toldAs: 'approval' | 'task' | 'attention' | null;
  /** It is due before business closes, so its email goes out at once, and after 17:00 it is due the next bank day. */
  readonly isForToday?: true;
};

/**
 * Every kind of obligation. The permissions of a kind belong to its owner's role and every role above, and to no
 * other: a test checks this table against roles.ts. Attention differs by cause: attention.ts names the owner of each.
 */
export const OBLIGATIONS = {
  approval: {
    title: 'Approve or decline the refund',
    owner: 'lawyer',
    needs: ['refund.approve'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['approval'],
    toldAs: 'approval',
  },
  invoice_decision: {
    title: 'Decide about the invoice',
    owner: 'admin',
    needs: ['invoice.decide'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['invoice_decision'],
    toldAs: 'task',
  },
  trust_payment: {
    title: 'Trust payment to the firm',
    owner: 'lawyer',
    needs: ['trust.record'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: 'task',
  },
  // The three steps open together: the first one's email covers all three.
  trust_deposit: {
    title: 'Firm deposit into operating',
    owner: 'lawyer',
    needs: ['trust.record'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: null,
  },
  trust_transfer: {
    title: 'Bank transfer, trust to operating',
    owner: 'lawyer',
    needs: ['trust.record'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: null,
  },
  // Clients' money must not stay in operating longer than the bank needs.
  trust_restore: {
    title: 'Bank transfer, operating back to trust',
    owner: 'lawyer',
    needs: ['trust.record'],
    dueAfterBankDays: 1,
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: 'task',
  },
  bank_match: {
    title: 'Match the bank line',
    owner: 'admin',
    needs: ['refund.resolve'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['bank_match'],
    toldAs: 'task',
  },
  reconciliation: {
    title: 'Explain a reconciliation difference',
    owner: 'admin',
    needs: ['refund.resolve'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['attention'],
    toldAs: 'attention',
  },
  // A client who was promised money has none.
  repayment: {
    title: 'Pay the client another way',
    owner: 'admin',
    needs: ['refund.resolve'],
    dueAfterBankDays: 2,
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  dispute: {
    title: 'Respond to the dispute',
    owner: 'lawyer',
    needs: ['refund.resolve', 'trust.record'],
    dueAfterBankDays: 5,
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  // Clients' money is missing: nothing of the firm's may come before it.
  trust_replenish: {
    title: 'Replenish the trust account',
    owner: 'lawyer',
    needs: ['refund.resolve', 'trust.record'],
    dueAfterBankDays: 0,
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
    isForToday: true,
  },
  attention: {
    title: 'Needs attention',
    owner: 'admin',
    needs: ['refund.resolve'],
    dueAfterBankDays: 5,
    about: 'refund',
    completedBy: ['attention'],
    toldAs: 'attention',
  },
} as const satisfies Readonly<Record<string, ObligationRule>>;

export type ObligationKind = keyof typeof OBLIGATIONS;
export const OBLIGATION_KINDS = Object.keys(OBLIGATIONS) as readonly ObligationKind[] as readonly [
  ObligationKind,
  ...ObligationKind[],
]; // the keys of a literal, which has some

/** A kind's rule, widened to the common type. */
export function ruleOf(kind: ObligationKind): ObligationRule {
  return OBLIGATIONS[kind];
}

/** open: somebody must act; done: acted on; void: no longer owed, because the refund failed or was ended. */
export const OBLIGATION_STATUSES = ['open', 'done', 'void'] as const;
export type ObligationStatus = (typeof OBLIGATION_STATUSES)[number];

/** The three steps that a trust leg owes, in the order in which they must be done (R5). */
export const TRUST_STEPS = ['payment', 'deposit', 'transfer'] as const;
export type TrustStep = (typeof TRUST_STEPS)[number];

/** The moves of trust money that we record: the three steps, and the restore after a refund fails behind them (B6). */
export const TRUST_MOVES = [...TRUST_STEPS, 'restore'] as const;
export type TrustMove = (typeof TRUST_MOVES)[number];

export const INVOICE_DECISIONS = ['still_due', 'write_off', 'credit_note'] as const;
export type InvoiceDecision = (typeof INVOICE_DECISIONS)[number];

/** What identifies an obligation's rule; for attention, the subject is its cause. */
export type Owed = { readonly kind: ObligationKind; readonly subject: string };

/** Resolving attention needs `refund.resolve`; what waits for a lawyer also needs the lawyer's permission. */
const ATTENTION_NEEDS: Record<ObligationRule['owner'], readonly Action[]> = {
  admin: ['refund.resolve'],
  lawyer: ['refund.resolve', 'trust.record'],
};

/** The role that an obligation waits for. */
export function ownerOf({ kind, subject }: Owed): Role {
  if (kind !== 'attention') return ruleOf(kind).owner;
  return isAttentionCause(subject) ? ATTENTION[subject].owner : 'admin';
}

/** Every permission that completing an obligation needs, by any route. */
export function permissionsFor({ kind, subject }: Owed): readonly Action[] {
  if (kind !== 'attention') return ruleOf(kind).needs;
  return ATTENTION_NEEDS[isAttentionCause(subject) ? ATTENTION[subject].owner : 'admin'];
}

/** Whether someone with these permissions may complete the obligation. */
export function maySettle(may: (action: Action) => boolean, owed: Owed): boolean {
  return permissionsFor(owed).every(may);
}

/** What someone with these permissions can complete: these kinds, and attention except for these causes. */
export function settledBy(may: (action: Action) => boolean): {
  readonly kinds: readonly ObligationKind[];
  readonly exceptCauses: readonly AttentionCause[];
} {
  return {
    kinds: OBLIGATION_KINDS.filter((kind) => maySettle(may, { kind, subject: '' })),
    exceptCauses: ATTENTION_CAUSES.filter((subject) => !maySettle(may, { kind: 'attention', subject })),
  };
}

/** Payment tasks (B16): completed through POST /v1/obligations/{id}/settle. */
export const PAYMENT_TASKS = OBLIGATION_KINDS.filter((kind) => ruleOf(kind).about === 'payment');

/** Whether a command of this kind may complete or correct an obligation of that kind. */
export function completes(command: CommandKind, kind: ObligationKind): boolean {
  return ruleOf(kind).completedBy.includes(command);
}

/** How a client was paid after a refund that failed (B16). */
export const REPAYMENT_WAYS = ['check', 'transfer', 'credit'] as const;
export type RepaymentWay = (typeof REPAYMENT_WAYS)[number];

/** While the refund runs, each hour counts. */
const DUE_SOONER: Partial<Record<AttentionCause, number>> = { payment_disputed: 0 };

/** When an obligation that opens at that instant is due: at close of business on its last bank day. */
export function dueAt(openedAt: Instant, kind: ObligationKind, subject = ''): Instant {
  if (ruleOf(kind).isForToday === true) return closeOfBusiness(promiseFor(openedAt).day0);
  const sooner = kind === 'attention' && isAttentionCause(subject) ? DUE_SOONER[subject] : undefined;
  const days = sooner ?? ruleOf(kind).dueAfterBankDays;
  return closeOfBusiness(addBankDays(bankDateOf(openedAt), days));
}

/** One message about an obligation: a reminder to its owner, or the escalation to the firm's owner. */
export type ReminderPlan = {
  readonly at: Instant;
  readonly kind: 'reminder' | 'escalation';
  readonly nth: number;
};

/** After how many bank days a firm sends reminders, and escalates to its owner. */
export type ReminderDays = {
  /** Ascending, REMINDERS_MAX at most. */
  readonly remindAfter: readonly number[];
  /** Later than every reminder. */
  readonly escalateAfter: number;
};

export const DEFAULT_REMINDER_DAYS: ReminderDays = { remindAfter: [2, 5], escalateAfter: 7 };
export const REMINDERS_MAX = 5;
export const REMINDER_BANK_DAYS_MAX = 60;

/** What is wrong with a firm's choice of days, for a person; null if nothing is. */
export function reminderDaysFault({ remindAfter, escalateAfter }: ReminderDays): string | null {
  const days = [...remindAfter, escalateAfter];
  if (days.some((day) => !Number.isInteger(day) || day < 1 || day > REMINDER_BANK_DAYS_MAX)) {
    return `Each is a number of bank days from 1 to ${REMINDER_BANK_DAYS_MAX}.`;
  }
  if (remindAfter.length === 0 || remindAfter.length > REMINDERS_MAX) {
    return `There are one to ${REMINDERS_MAX} reminders.`;
  }
  // Ascending order also makes the escalation the last one.
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

/** The step that must be done before this one may be recorded; null for the first, and for the restore. */
export function stepBefore(move: TrustMove): TrustStep | null {
  const place = TRUST_STEPS.findIndex((step) => step === move);
  return TRUST_STEPS[place - 1] ?? null;
}
