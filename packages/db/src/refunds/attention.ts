// Attention: an obligation for what no rule foresees or no retry mends, so that a person hears of it (B5, B11).
import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { obligations } from '../schema/refunds.ts';
import type { Actor } from './append-event.ts';
import { lockRefund, type RefundKey } from './lock-refund.ts';
import { openObligations, settleObligation, type OpenObligation } from './obligations.ts';

/** Why a person's attention is asked for, and what to tell them. */
export const ATTENTION_SUMMARIES = {
  outcome_unknown:
    'The payment processor has not said whether it took this refund. Ask it, then tell us what you found.',
  late: 'This refund has not arrived by its latest expected date. Ask the payment processor where it is.',
  processor_disagrees:
    "The payment processor's record of this refund differs from ours. Nothing more was booked.",
  notification_failed: 'An email about this refund could not be delivered. Tell the person yourself.',
  failure_notification_failed:
    'An email that this refund failed could not be delivered. Tell the person yourself.',
  transfer_under_way:
    'The refund failed after the firm deposit. Was the bank transfer from trust to operating made? If it was, record it; if it was not, say so here, and do not make it any more.',
  payment_disputed:
    'The client disputes the payment, or it came back, while its refund is under way: they may be paid twice. Tell the payment processor of the refund at once.',
  original_bounced:
    'The payment came back after it was refunded (returned, or its dispute lost): the client was paid twice. It is booked as due from the client: ask them for it.',
  books_open: 'The refund has ended, but its clearing account is not zero. Its books must be looked at.',
} as const;
export type AttentionCause = keyof typeof ATTENTION_SUMMARIES;

/** Asks for a person's attention, once for each cause. */
export function raiseAttention(
  db: Db,
  refund: RefundKey,
  { cause, at }: { readonly cause: AttentionCause; readonly at: Date },
): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => {
    await lockRefund(tx, refund);
    const summary = ATTENTION_SUMMARIES[cause];
    return openObligations(tx, refund, [{ kind: 'attention', subject: cause, summary, amount: null }], at);
  });
}

/** Ends the attention that was asked for a cause which is gone by itself; nothing where none is open. */
export async function settleAttention(
  tx: Db,
  { firmId, refundId }: RefundKey,
  cause: AttentionCause,
  by: { readonly actor: Actor; readonly at: Date },
): Promise<void> {
  const rows = await tx
    .select()
    .from(obligations)
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.refundId, refundId),
        eq(obligations.kind, 'attention'),
        eq(obligations.subject, cause),
        eq(obligations.status, 'open'),
      ),
    );
  for (const row of rows) await settleObligation(tx, row, by, {});
}
