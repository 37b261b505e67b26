// How a refund ends before any money moves: rejected by the check, or canceled or declined by a person. Each end is
// one compare-and-set that releases the trust hold (B4) and closes the refund, so that a new one can be requested
// (R4).
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

/** Cancels a refund that has not been submitted. If a submission races with it, the row decides which wins. */
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

/** Rejects a refund that the exact-ID check refused, with a reason a person can read. */
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

/** Ends a locked refund that has not been submitted, and voids what it still owed. */
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
  // A person must still explain what reconciliation found (B12).
  await voidObligations(tx, refund, OBLIGATION_KINDS, event.at, ({ kind }) => kind === 'reconciliation');
  await releaseHold(tx, refund);
  // Some bookings wait for the refund to end: the bank may have taken the payment back in the meantime (B15).
  await bookPayment(tx, row, event.at);
  return moved;
}
