import type { NoticeType } from '@makewhole/domain/notices';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findEnabled, insertDeliveries } from './enqueue-deliveries.ts';

export type Notice = {
  readonly firmId: FirmId;
  readonly type: NoticeType;
  /** Names this occurrence among all of the firm: the receiver's `webhook-id`. */
  readonly eventId: string;
  /** IDs and codes; never a person's words or name. */
  readonly data: Readonly<Record<string, string | null>>;
  readonly at: Date;
};

/** Records a delivery of the notice for each endpoint of the firm that wants it, in the transaction of what happened. */
export async function enqueueNotice(tx: Db, { firmId, type, eventId, data, at }: Notice): Promise<void> {
  const endpoints = await findEnabled(tx, firmId);
  const wanting = endpoints.filter(({ eventTypes }) => eventTypes === null || eventTypes.includes(type));
  const payload = { type, timestamp: at.toISOString(), data };
  await insertDeliveries(tx, { firmId, eventId, payload, at }, wanting);
}
