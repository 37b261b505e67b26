// The ends of a refund before any money moved: rejected by the check, canceled or declined by a person. Each is one compare-and-set,
// releases the trust hold (B4) and closes the refund, so that a new one may be asked for (R4).
import { REFUSAL_MESSAGES, type RefusalCode } from '@makewhole/domain/eligibility';
import { OBLIGATION_KINDS } from '@makewhole/domain/obligations';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { bookPayment } from '../payments/book-payment.ts';
import { ENGINE, type Actor } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey, type RefundRow } from '../lock-refund.ts';
import { voidObligations } from '../obligations/open-and-complete.ts';
import { releaseHold } from '../trust/trust-hold.ts';
import { moveRefund, type Moved } from './move-refund.ts';

export type CancelOutcome =
  { readonly kind: 'canceled' } | { readonly kind: 'refused'; readonly status: RefundStatus };

/** Cancels a refund that was not handed to the processor. Against a racing submission one of the two wins, on the row. */
export function cancelRefund(
  db: Db,
  refund: RefundKey,
  { actor, at }: { readonly actor: Actor; readonly at: Date },
): Promise<CancelOutcome> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.status === 'canceled') return { kind: 'canceled' };
    const moved = await endBeforeMoney(tx, row, 'canceled', { type: 'refund.canceled', actor, at, data: {} });
    return moved.kind === 'moved' ? { kind: 'canceled' } : { kind: 'refused', status: moved.status };
  });
}

/** Rejects a refund that the exact-ID check refused, for a reason that a person can read. */
export function rejectRefund(
  db: Db,
  refund: RefundKey,
  { code, at }: { readonly code: RefusalCode; readonly at: Date },
): Promise<Moved> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    const event = { type: 'refund.rejected', actor: ENGINE, at, data: { code } } as const;
    return endBeforeMoney(tx, row, 'rejected', event, {
      failureCode: code,
      failureMessage: REFUSAL_MESSAGES[code],
    });
  });
}

/** Ends a locked refund, if nothing was handed over yet, with what it still owed. */
export async function endBeforeMoney(
  tx: Db,
  row: RefundRow,
  to: 'canceled' | 'rejected' | 'declined',
  event: Parameters<typeof moveRefund>[3],
  changes: Parameters<typeof moveRefund>[4] = {},
): Promise<Moved> {
  const moved = await moveRefund(tx, row, to, event, { ...changes, late: false, closedAt: event.at });
  if (moved.kind === 'stands') return moved;
  const refund = { firmId: row.firmId, refundId: row.id };
  // What reconciliation found still has to be explained (B12).
  await voidObligations(tx, refund, OBLIGATION_KINDS, event.at, ({ kind }) => kind === 'reconciliation');
  await releaseHold(tx, refund);
  // What waits for the end of the refund: the bank took its payment back meanwhile (B15).
  await bookPayment(tx, row, event.at);
  return moved;
}
