// What the API, the worker and tests share about the refund workflow: names, inputs, answers. Payloads contain only
// IDs, amounts, codes and instants; what a person wrote stays in Postgres.
import type { Instant } from '../bank-calendar.ts';
import type { FirmId, ObligationId, RefundId, TransactionId } from '../ids.ts';
import type { Money, Currency } from '../money.ts';
import type { ObligationKind } from '../obligations.ts';
import type { PaymentMethod } from '../payments.ts';
import type { RefundStatus } from '../refund-states.ts';
import type { UnknownCause } from '../unknown-outcome.ts';

export const REFUND_WORKFLOW = 'refund';
/** Run by a schedule: starts what was stranded while Temporal was down. */
export const SWEEP_WORKFLOW = 'sweep';
export const SWEEP_SCHEDULE_ID = 'refund-sweep';

/** One workflow per refund: the server refuses a second start of the same refund (B1). */
export function refundWorkflowId(refund: { transactionId: TransactionId; id: RefundId }): string {
  return `refund:${refund.transactionId}:${refund.id}`;
}

export type RefundWorkflowInput = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly transactionId: TransactionId;
  readonly method: PaymentMethod;
  readonly account: RefundAccount;
  readonly amount: Money;
  readonly currency: Currency;
};

/** The account that the payment went to, for the operator's filters. */
export type RefundAccount = 'operating' | 'trust' | 'split';

/**
 * Signals from the API that say only: look again, something happened outside. The workflow asks for the facts, and
 * never takes them from the signal.
 */
export const SIGNALS = {
  /** A verified webhook named this refund. */
  processorReported: 'processorReported',
} as const;

export const QUERIES = { refundState: 'refundState' } as const;

/** A person's command, recorded in Postgres before the workflow applies it: the update has its ID and its subject. */
export type CommandInput = {
  readonly instructionId: string;
  /** The obligation that it is about; null for what a person knows about an unknown outcome. */
  readonly obligationId: ObligationId | null;
};

export const COMMAND_REFUSALS = [
  'forbidden',
  'no_such_obligation',
  'already_decided',
  'exceeds_open_balance',
  'invoice_still_open',
  'not_a_payment_of_it',
  'out_of_order',
  'client_not_paid',
  'not_authorized',
  'evidence_required',
  'amount_mismatch',
  'date_out_of_range',
  'trust_money_gone',
  'not_recorded',
  'too_many_corrections',
  'payer_reason_required',
  'own_authorization',
  'own_request',
  'approver_too_new',
  'answer_needed',
  'no_such_evidence',
  'lines_do_not_match',
  'line_matched_already',
  'not_resolvable',
  'refund_not_found_at_processor',
  'processor_unavailable',
] as const;
export type CommandRefusal = (typeof COMMAND_REFUSALS)[number];

/** The answer to each update. A refusal is data: it neither fails the workflow nor is retried. */
export type CommandResult =
  | {
      readonly ok: true;
      /** It is recorded, and applied once a second person has said the same. */
      readonly awaits?: 'second_person';
    }
  | {
      readonly ok: false;
      readonly code: CommandRefusal;
      readonly message: string;
      /** For a decision about an invoice: what is open on it, in minor units. */
      readonly openBalance?: Money;
    };

export const RESOLVE_OUTCOMES = ['look_again', 'refunded', 'not_refunded', 'refunded_differently'] as const;
/** What a person knows about an unknown outcome (B2). refunded_differently: another amount, or another payment. */
export type ResolveOutcome = (typeof RESOLVE_OUTCOMES)[number];

export const WAITING_FOR = [
  'check',
  'approval',
  'processor_answer',
  'outcome_lookup',
  'person_on_outcome',
  'settlement',
  'obligations',
  'nothing',
] as const;
/** What the workflow waits for now. */
export type WaitingFor = (typeof WAITING_FOR)[number];

/** The workflow's current state: the answer to the query `refundState`. */
export type RefundWorkflowState = {
  readonly refundId: RefundId;
  readonly transactionId: TransactionId;
  readonly status: RefundStatus;
  readonly waitingFor: WaitingFor;
  readonly since: Instant;
  /** When it continues automatically, whatever happens; null if it waits only for a person. */
  readonly until: Instant | null;
  /** The last look-up of an unknown outcome and its result; null before the first. Older workflows lack it. */
  readonly lastLookUp?: { readonly at: Instant; readonly found: UnknownCause } | null;
  readonly late: boolean;
  readonly needsAttention: boolean;
  readonly openObligations: readonly { readonly id: ObligationId; readonly kind: ObligationKind }[];
};
