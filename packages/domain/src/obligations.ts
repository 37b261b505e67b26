// What a refund or a payment still needs from a person (B5, B16): one table of the kinds.
import { ATTENTION_OWNERS, isAttentionCause } from './attention.ts';
import type { ObligationRule } from './obligation-rule.ts';
import type { Action, Role } from './roles.ts';

/**
 * Every kind of obligation. The permissions of a kind belong to its owner's role and every role above, and to no
 * other: a test checks this table against roles.ts. Attention differs by cause: attention.ts names the owner of each.
 */
export const OBLIGATIONS = {
  approval: {
    title: 'Approve or decline the refund',
    owner: 'lawyer',
    needs: ['refund.approve'],
    due: { bankDays: 2 },
    reminders: 'approval',
    about: 'refund',
    completedBy: ['approval'],
    toldAs: 'approval',
  },
  invoice_decision: {
    title: 'Decide about the invoice',
    owner: 'admin',
    needs: ['invoice.decide'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'refund',
    completedBy: ['invoice_decision'],
    toldAs: 'task',
  },
  // The days of a refund's steps depend on its method: trust-steps-owed.ts.
  trust_payment: {
    title: 'Trust payment to the firm',
    owner: 'lawyer',
    needs: ['trust.record'],
    due: { bankDays: 2 },
    reminders: 'due',
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction', 'trust_not_recoverable'],
    toldAs: 'task',
  },
  // The three steps open together: the first one's email covers all three.
  trust_deposit: {
    title: 'Firm deposit into operating',
    owner: 'lawyer',
    needs: ['trust.record'],
    due: { bankDays: 2 },
    reminders: 'due',
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: null,
  },
  trust_transfer: {
    title: 'Bank transfer, trust to operating',
    owner: 'lawyer',
    needs: ['trust.record'],
    due: { bankDays: 2 },
    reminders: 'due',
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: null,
  },
  // Clients' money must not stay in operating longer than the bank needs.
  trust_restore: {
    title: 'Bank transfer, operating back to trust',
    owner: 'lawyer',
    needs: ['trust.record'],
    due: { sameDayBefore: 15 },
    reminders: 'urgent',
    about: 'refund',
    completedBy: ['trust_step', 'trust_correction'],
    toldAs: 'task',
  },
  bank_match: {
    title: 'Match the bank line',
    owner: 'admin',
    needs: ['refund.resolve'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'refund',
    completedBy: ['bank_match'],
    toldAs: 'task',
  },
  reconciliation: {
    title: 'Explain a reconciliation difference',
    owner: 'admin',
    needs: ['refund.resolve'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'refund',
    completedBy: ['attention'],
    toldAs: 'attention',
  },
  // A client who was promised money has none.
  repayment: {
    title: 'Pay the client another way',
    owner: 'lawyer',
    needs: ['refund.resolve', 'client.repay'],
    due: { bankDays: 2 },
    reminders: 'firm',
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  dispute: {
    title: 'Respond to the dispute',
    owner: 'lawyer',
    needs: ['refund.resolve', 'trust.record'],
    due: { calendarDays: 7 },
    reminders: 'firm',
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  // The processor says that it paid, and nothing shows that a bank got it.
  trace_missing: {
    title: 'Find the refund for the client',
    owner: 'admin',
    needs: ['refund.resolve'],
    due: { bankDays: 2 },
    reminders: 'firm',
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  // A client has a check, and no money from it.
  unclaimed: {
    title: 'Follow up the uncashed check',
    owner: 'lawyer',
    needs: ['refund.resolve', 'client.repay'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  // Clients' money is missing: nothing of the firm's may come before it.
  trust_replenish: {
    title: 'Replenish the trust account',
    owner: 'lawyer',
    needs: ['refund.resolve', 'trust.record'],
    due: { sameDayBefore: 17 },
    reminders: 'urgent',
    about: 'payment',
    completedBy: [],
    toldAs: 'attention',
  },
  month_end: {
    title: 'Reconcile the trust account',
    owner: 'admin',
    needs: ['reconciliation.manage'],
    due: { dayOfMonth: 15 },
    reminders: 'monthly',
    about: 'bank_account',
    completedBy: [],
    toldAs: 'task',
  },
  // Opens with the one before, whose email covers both.
  month_end_review: {
    title: 'Sign the reconciliation of the trust account',
    owner: 'lawyer',
    needs: ['records.manage'],
    due: { dayOfMonth: 20 },
    reminders: 'monthly',
    about: 'bank_account',
    completedBy: [],
    toldAs: null,
  },
  // What it posts waits for a lawyer; it is completed by the signature, and void once the schedule is withdrawn.
  opening_review: {
    title: 'Sign the opening books of the trust account',
    owner: 'lawyer',
    needs: ['records.manage'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'bank_account',
    completedBy: [],
    toldAs: 'task',
  },
  // The company says that it paid out what our books do not have: done by itself once they do.
  payout_unexplained: {
    title: 'Find what a payout is made of',
    owner: 'admin',
    needs: ['reconciliation.manage'],
    due: { bankDays: 2 },
    reminders: 'firm',
    about: 'bank_account',
    completedBy: [],
    toldAs: 'task',
  },
  // Two systems say two balances of one client's money: completed by itself once they agree (ADR 53). One of these two is
  // open at a time for a matter and account, and one email a day speaks for all of an account.
  trust_balance_difference: {
    title: 'Explain a difference in a trust balance',
    owner: 'admin',
    needs: ['reconciliation.manage'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'bank_account',
    completedBy: [],
    toldAs: 'task',
  },
  // Refunds under way were promised money that the firm's own system no longer has.
  trust_balance_below_held: {
    title: 'Trust balance is below what refunds hold',
    owner: 'lawyer',
    needs: ['refund.resolve', 'trust.record'],
    due: { bankDays: 1 },
    reminders: 'firm',
    about: 'bank_account',
    completedBy: [],
    toldAs: 'attention',
  },
  // Refunds wait meanwhile, and none fails; it is completed once the company answers again.
  connection_broken: {
    title: 'Restore the connection to the payment company',
    owner: 'owner',
    needs: ['firm.manage'],
    due: { bankDays: 1 },
    reminders: 'urgent',
    about: 'connection',
    completedBy: [],
    toldAs: 'attention',
  },
  sync_stuck: {
    title: 'Find out why payments are not taken over',
    owner: 'owner',
    needs: ['firm.manage'],
    due: { bankDays: 2 },
    reminders: 'firm',
    about: 'connection',
    completedBy: [],
    toldAs: 'task',
  },
  attention: {
    title: 'Needs attention',
    owner: 'admin',
    needs: ['refund.resolve'],
    due: { bankDays: 5 },
    reminders: 'firm',
    about: 'refund',
    completedBy: ['attention'],
    toldAs: 'attention',
  },
} as const satisfies Readonly<Record<string, ObligationRule>>;

export type ObligationKind = keyof typeof OBLIGATIONS;
type Some<Kind> = readonly [Kind, ...Kind[]]; // the casts: the keys of a literal, which has some
export const OBLIGATION_KINDS = Object.keys(OBLIGATIONS) as readonly unknown[] as Some<ObligationKind>;

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

/** What identifies an obligation's rule; for attention, the subject is its cause. */
export type Owed = { readonly kind: ObligationKind; readonly subject: string };

/** Resolving attention needs `refund.resolve`; what waits for a lawyer also needs the lawyer's permission. */
const ATTENTION_NEEDS: Record<ObligationRule['owner'], readonly Action[]> = {
  admin: ['refund.resolve'],
  lawyer: ['refund.resolve', 'trust.record'],
  owner: ['refund.resolve', 'firm.manage'],
};

/** The role that an obligation waits for. */
export function ownerOf({ kind, subject }: Owed): Role {
  if (kind !== 'attention') return ruleOf(kind).owner;
  return isAttentionCause(subject) ? ATTENTION_OWNERS[subject] : 'admin';
}

/** Every permission that completing an obligation needs, by any route. */
export function permissionsFor({ kind, subject }: Owed): readonly Action[] {
  if (kind !== 'attention') return ruleOf(kind).needs;
  return ATTENTION_NEEDS[isAttentionCause(subject) ? ATTENTION_OWNERS[subject] : 'admin'];
}

/** Whether someone with these permissions may complete the obligation. */
export function maySettle(may: (action: Action) => boolean, owed: Owed): boolean {
  return permissionsFor(owed).every(may);
}

/** Payment tasks (B16): completed through POST /v1/obligations/{id}/settle. */
export const PAYMENT_TASKS = OBLIGATION_KINDS.filter((kind) => ruleOf(kind).about === 'payment');
