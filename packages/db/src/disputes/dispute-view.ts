// A dispute as lists and pages show it: with the payer and the matter of its payment.
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { DisputeKind, DisputeResponse, DisputeState } from '@makewhole/domain/disputes';
import type { DisputeId, PrincipalId, TransactionId } from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { disputes } from '../schema/disputes.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';

export type DisputeListed = {
  readonly id: DisputeId;
  readonly transactionId: TransactionId;
  readonly processorDisputeId: string;
  readonly kind: DisputeKind;
  readonly state: DisputeState;
  readonly reason: string | null;
  readonly networkCode: string | null;
  readonly amount: Money;
  readonly fee: Money;
  readonly currency: Currency;
  readonly respondBy: Instant | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly response: DisputeResponse | null;
  readonly respondedAt: Instant | null;
  readonly respondedBy: PrincipalId | null;
  readonly responseReference: string | null;
  readonly payerName: string;
  readonly method: PaymentMethod;
  readonly last4: string;
  readonly matter: { readonly number: string; readonly name: string } | null;
};

/** Of disputes, joined with their payments and, where there are, matters. */
export const DISPUTE_COLUMNS = {
  id: disputes.id,
  transactionId: disputes.transactionId,
  processorDisputeId: disputes.processorDisputeId,
  kind: disputes.kind,
  state: disputes.state,
  reason: disputes.reason,
  networkCode: disputes.networkCode,
  amount: disputes.amount,
  fee: disputes.fee,
  currency: payments.currency,
  respondBy: disputes.respondBy,
  openedAt: disputes.openedAt,
  closedAt: disputes.closedAt,
  response: disputes.response,
  respondedAt: disputes.respondedAt,
  respondedBy: disputes.respondedBy,
  responseReference: disputes.responseReference,
  payerName: payments.payerName,
  method: payments.method,
  last4: payments.last4,
  matter: { number: matters.number, name: matters.name },
} as const;

type Times = 'respondBy' | 'openedAt' | 'closedAt' | 'respondedAt';
type Row = Omit<DisputeListed, Times> & {
  readonly openedAt: Date;
} & Readonly<Record<Exclude<Times, 'openedAt'>, Date | null>>;

export function disputeViewOf({ openedAt, respondBy, closedAt, respondedAt, ...row }: Row): DisputeListed {
  return {
    ...row,
    openedAt: openedAt.toISOString(),
    respondBy: respondBy?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    respondedAt: respondedAt?.toISOString() ?? null,
  };
}
