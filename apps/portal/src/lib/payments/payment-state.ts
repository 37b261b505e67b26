// What became of a payment, as a list says it at a glance: not that it was settled once, but that it was paid back.
import type { Payment } from '#lib/api-types.ts';
import { formatShortDay } from '#lib/time/format.ts';
import type { Tone } from '#lib/ui/tone.ts';

export type PaymentState = {
  readonly kind: 'disputed' | 'unassigned' | 'refunded' | 'in_progress' | 'waits' | 'refund_failed';
  readonly label: string;
  readonly tone: Tone;
  /** Where it is explained; null if that is the payment's own page. */
  readonly href: string | null;
};

type Shown = Pick<Payment, 'disputed' | 'respondBy' | 'unassigned' | 'standingRefund'>;

/** The most pressing first; empty where nothing happened since, and the payment's own status says it all. */
export function statesOf(payment: Shown, timeZone: string, now: Date = new Date()): PaymentState[] {
  const { disputed, respondBy, unassigned, standingRefund } = payment;
  const states: PaymentState[] = [];
  if (disputed) {
    const by = respondBy === null ? '' : `, respond by ${formatShortDay(respondBy, timeZone, now)}`;
    states.push({ kind: 'disputed', label: `Disputed${by}`, tone: 'danger', href: null });
  }
  if (standingRefund !== null) states.push(refundState(standingRefund, timeZone, now));
  if (unassigned) states.push({ kind: 'unassigned', label: 'Unassigned', tone: 'warning', href: null });
  return states;
}

/** Whether the payment's own status is worth showing beside these. */
export function showsStatus({ status }: Pick<Payment, 'status'>, states: readonly PaymentState[]): boolean {
  return states.length === 0 || status === 'returned' || status === 'failed';
}

function refundState(
  { id, status, settledAt }: NonNullable<Payment['standingRefund']>,
  timeZone: string,
  now: Date,
): PaymentState {
  const href = `/refunds/${id}`;
  if (status === 'succeeded') {
    const on = settledAt === null ? '' : ` ${formatShortDay(settledAt, timeZone, now)}`;
    return { kind: 'refunded', label: `Refunded${on}`, tone: 'positive', href };
  }
  if (status === 'awaiting_approval') {
    return { kind: 'waits', label: 'Refund awaiting approval', tone: 'warning', href };
  }
  if (status === 'outcome_unknown') {
    return { kind: 'waits', label: 'Refund outcome unknown', tone: 'warning', href };
  }
  // It failed or was turned down, and something about it is still open.
  const isOver = ['failed', 'rejected', 'declined', 'canceled'].includes(status);
  if (isOver) return { kind: 'refund_failed', label: 'Refund failed', tone: 'danger', href };
  return { kind: 'in_progress', label: 'Refund in progress', tone: 'info', href };
}
