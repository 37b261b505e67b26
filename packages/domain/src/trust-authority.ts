// The written authorization of a move of trust money (T9, ADR 31): who may give it, and what it says. The rules of the
// bar ask for payee, purpose, method, the two accounts, and the person who authorized it.
import type { TrustMove } from './obligations.ts';

export const TRUST_METHODS = ['check', 'eft', 'internal'] as const;
/** internal: a transfer between the firm's own accounts at one bank. */
export type TrustMethod = (typeof TRUST_METHODS)[number];
/** Of a step whose record does not say. */
export const TRUST_METHOD_DEFAULT: TrustMethod = 'internal';

/** A move of trust money that a lawyer authorizes: the recorded ones, and a refund that is drawn on trust itself. */
export const AUTHORIZED_MOVES = ['payment', 'deposit', 'transfer', 'restore', 'disbursement'] as const;
export type AuthorizedMove = (typeof AUTHORIZED_MOVES)[number];

export const STEP_EVIDENCE = ['required', 'optional'] as const;
/** Whether a file must prove the steps that take money out of trust. */
export type StepEvidence = (typeof STEP_EVIDENCE)[number];

/** Whether this move must come with a file: the trust payment, and the bank transfer. */
export function needsEvidence(rule: StepEvidence, move: TrustMove): boolean {
  return rule === 'required' && (move === 'payment' || move === 'transfer');
}

/** What the money is moved for. */
export type TrustOrigin =
  /** A refund that the firm paid from operating. */
  | {
      readonly kind: 'refund';
      readonly refundId: string;
      /** The processor's ID of it; null before acceptance. */
      readonly trace: string | null;
      readonly payer: string;
      /** The day on which the payer had it; null if that is not known. */
      readonly paidOn: string | null;
    }
  /** A payment that the bank took back from operating. */
  | {
      readonly kind: 'loss';
      readonly transactionId: string;
      readonly payer: string;
      readonly takenOn: string;
    };

/** Who gets the money, and what for: never "fees", because none are earned by it. */
export function authorizedPurpose(
  move: AuthorizedMove,
  firmName: string,
  origin: TrustOrigin,
): { readonly payee: string; readonly purpose: string } {
  const told = toldOf(origin);
  switch (move) {
    case 'disbursement':
      return { payee: origin.payer, purpose: `Refund of trust money: ${told.reference}` };
    case 'restore':
      return {
        payee: `${firmName}, trust account`,
        purpose: `Return of trust money to the client's ledger: ${told.reference}`,
      };
    case 'payment':
    case 'deposit':
    case 'transfer':
      return {
        payee: `${firmName}, reimbursement of ${told.what}`,
        purpose: `Reimbursement of the firm's own money, no fee: ${told.reference}`,
      };
  }
}

function toldOf(origin: TrustOrigin): { readonly what: string; readonly reference: string } {
  if (origin.kind === 'loss') {
    const { transactionId, payer, takenOn } = origin;
    return {
      what: `payment ${transactionId} of ${payer}, taken back by the bank on ${takenOn}`,
      reference: `payment ${transactionId}`,
    };
  }
  const { refundId, payer, paidOn, trace } = origin;
  const on = paidOn === null ? '' : ` on ${paidOn}`;
  return {
    what: `refund ${refundId} paid to ${payer}${on}`,
    reference: trace === null ? `refund ${refundId}` : `refund ${refundId}, at the processor ${trace}`,
  };
}
