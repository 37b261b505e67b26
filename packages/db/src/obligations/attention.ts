// Raises attention and completes it (domain/attention.ts lists the causes).
import { and, eq } from 'drizzle-orm';
import type { AttentionCause } from '@makewhole/domain/attention';
import { ATTENTION_SUMMARIES } from '@makewhole/domain/attention-summaries';
import type { Db } from '../connect.ts';
import type { Actor } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { completeObligation, openObligations, type OpenObligation } from './open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';

type Raised = {
  readonly cause: AttentionCause;
  readonly at: Date;
  /** Where the cause's own words say too little. */
  readonly summary?: string;
};

/** Asks for a person's attention, once for each cause. */
export function raiseAttention(
  db: Db,
  refund: RefundKey,
  { cause, at, summary = ATTENTION_SUMMARIES[cause] }: Raised,
): Promise<OpenObligation[]> {
  return db.transaction(async (tx) => {
    await lockRefund(tx, refund);
    return openObligations(tx, refund, [{ kind: 'attention', subject: cause, summary, amount: null }], at);
  });
}

/** Completes the attention for a cause that went away by itself; does nothing if none is open. */
export async function completeAttention(
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
  for (const row of rows) await completeObligation(tx, { ...row, refundId }, by, {});
}
