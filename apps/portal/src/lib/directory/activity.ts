// What happened with a matter's or a client's money, newest first, from its payments and refunds.
import type { Payment, Refund } from '#lib/api-types.ts';

export type Happened = {
  readonly at: string;
  readonly what: string;
  readonly amount: number;
  readonly href: string;
};

const SHOWN_MAX = 10;

export function activityOf(payments: readonly Payment[], refunds: readonly Refund[]): Happened[] {
  const events = [...payments.flatMap(ofPayment), ...refunds.flatMap(ofRefund)];
  return events.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, SHOWN_MAX);
}

function ofPayment({ transactionId, payer, amount, createdAt, settledAt }: Payment): Happened[] {
  const of = { amount, href: `/payments/${encodeURIComponent(transactionId)}` };
  return [
    { ...of, at: createdAt, what: `${payer.name} paid` },
    ...(settledAt === null ? [] : [{ ...of, at: settledAt, what: `Payment from ${payer.name} settled` }]),
  ];
}

function ofRefund(refund: Refund): Happened[] {
  const { id, payer, amount, requestedAt, requestedBy, settledAt, closedAt, status } = refund;
  const of = { amount, href: `/refunds/${id}` };
  const ended: Partial<Record<Refund['status'], string>> = {
    failed: 'failed',
    declined: 'was declined',
    canceled: 'was canceled',
    rejected: 'was rejected',
  };
  const end = ended[status];
  return [
    { ...of, at: requestedAt, what: `${requestedBy.name} requested a refund to ${payer.name}` },
    ...(settledAt === null ? [] : [{ ...of, at: settledAt, what: `Refund to ${payer.name} was paid out` }]),
    ...(end === undefined || closedAt === null
      ? []
      : [{ ...of, at: closedAt, what: `Refund to ${payer.name} ${end}` }]),
  ];
}
