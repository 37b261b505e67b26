// What people do about the work belongs to the timeline of the refund; what is about no refund, to the firm's.
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import type { FirmEventType } from '@makewhole/domain/firm-events';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { appendEvent } from '../events/append-refund-event.ts';

type WorkEvent = {
  readonly type: RefundEventType & FirmEventType;
  readonly actor: PrincipalId;
  readonly at: Date;
  /** IDs, days and hashes. */
  readonly data: Readonly<Record<string, unknown>>;
};

export async function appendWorkEvent(
  tx: Db,
  { firmId, refundId }: { readonly firmId: FirmId; readonly refundId: RefundId | null },
  event: WorkEvent,
): Promise<void> {
  if (refundId !== null) return appendEvent(tx, { firmId, refundId }, event);
  const { actor: principalId, at, type, data } = event;
  await appendFirmEvent(tx, { firmId, principalId, at }, { type, data });
}
