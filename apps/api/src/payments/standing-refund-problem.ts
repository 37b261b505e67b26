// The problem where an existing refund blocks a new one for the same payment (R4): which refund it is, and what to do.
import { findRefund } from '@makewhole/db/refunds/refund-view';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import type { Services } from '../context.ts';
import type { Refusal } from '../http/problems.ts';

export async function standingRefundProblem(
  { db }: Pick<Services, 'db'>,
  firmId: FirmId,
  refundId: RefundId,
): Promise<Refusal> {
  const refund = await findRefund(db, { firmId, refundId });
  if (refund === null) throw new Error(`The standing refund ${refundId} is missing`);
  return { code: 'already_refunded', detail: describe(refund), extensions: { refundId } };
}

function describe({ id, status, obligations }: RefundView): string {
  if (status === 'succeeded')
    return `Refund ${id} has already refunded this payment. A payment is refunded only once.`;
  if (!isUnpaidEnd(status)) {
    return `Refund ${id} of this payment is in progress (${status}). Follow that one; no new request is needed.`;
  }
  const open = obligations.filter((obligation) => obligation.status === 'open').map(({ kind }) => kind);
  const first =
    open.length === 0 ? 'It is being closed' : `Complete its open obligations first (${open.join(', ')})`;
  return `Refund ${id} of this payment is ${status} but not closed yet. ${first}; then you can request a new one.`;
}
