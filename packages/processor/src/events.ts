// What a processor reports by itself.
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { PaymentReport } from '@makewhole/domain/payments';
import type { ProcessorDispute, ProcessorPayment, ProcessorRefund } from './port.ts';

/**
 * What the processor reports by webhook. `id` is the same for every delivery of the same event. The event only says
 * what to look up: its content was true when it happened, and a later event may already have arrived (ADR 4).
 */
export type ProcessorEvent = {
  readonly id: string;
  readonly occurredAt: Instant;
} & (
  | {
      readonly type: (typeof REFUND_REPORTS)[number];
      readonly refund: ReportedRefund;
    }
  | { readonly type: PaymentReport; readonly payment: ReportedPayment }
);

/** updated: something about it changed, and only asking tells what. */
export const REFUND_REPORTS = [
  'refund.created',
  'refund.updated',
  'refund.succeeded',
  'refund.failed',
  'refund.returned',
] as const;

/** Which refund a report is about. */
export type ReportedRefund = Pick<ProcessorRefund, 'id' | 'account' | 'transactionId' | 'reference'>;

/** Which payment a report is about. */
export type ReportedPayment = Pick<ProcessorPayment, 'transactionId' | 'account'> & {
  /** For people to read; nothing is decided by it. Null if the report has none. */
  readonly dispute: ProcessorDispute | null;
};

/**
 * forged: not signed by the processor, or not recently. unreadable: signed, but no event that we know; never a reason
 * to retry. ignored: signed, and about nothing of ours: another mode or account, or a type that we do not need.
 */
export type WebhookVerdict =
  | { readonly kind: 'ok'; readonly event: ProcessorEvent }
  | { readonly kind: 'forged'; readonly message: string }
  | { readonly kind: 'ignored'; readonly eventId: string; readonly message: string }
  | { readonly kind: 'unreadable'; readonly eventId: string; readonly message: string };
