import { isStorableText } from '@makewhole/domain/storable-text';
import { findRefund, type RefundView } from '@makewhole/db/refunds/refund-view';
import { asId, type FirmId, type RefundId } from '@makewhole/domain/ids';
import type { Services } from '../context.ts';

/** The firm's refund of this ID as it came from outside; null where there is none, or it is another firm's. */
export async function findOwnRefund(
  { db }: Pick<Services, 'db'>,
  firmId: FirmId,
  id: string,
): Promise<RefundView | null> {
  return isStorableText(id) ? findRefund(db, { firmId, refundId: asId<RefundId>(id) }) : null;
}
