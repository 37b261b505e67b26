import type { PaymentDetail } from '#lib/api-types.ts';

type Tasks = PaymentDetail['tasks'];

/** The payment's dispute, and what this refund's own failure left to do. */
export function tasksOfRefund(tasks: Tasks, refundId: string): Tasks {
  return tasks.filter(
    ({ kind, subject }) =>
      kind === 'dispute' || ((kind === 'repayment' || kind === 'trace_missing') && subject === refundId),
  );
}
