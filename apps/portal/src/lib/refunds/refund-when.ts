// When a refund's money arrives, or how it ended: one column of the list, whatever its state.
import type { Refund } from '#lib/api-types.ts';

type RefundWhen =
  | { readonly label: 'Expected by'; readonly date: string }
  | { readonly label: 'Paid out' | 'Ended'; readonly at: string | null };

/** A day that is only expected is never said of a refund that ended. */
export function whenOf({ status, expected, settledAt, closedAt }: Refund): RefundWhen {
  if (status === 'succeeded') return { label: 'Paid out', at: settledAt };
  const isOver = ['failed', 'rejected', 'declined', 'canceled'].includes(status);
  return isOver ? { label: 'Ended', at: closedAt } : { label: 'Expected by', date: expected.latest };
}
