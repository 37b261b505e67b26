import {
  asId,
  type ConnectionId,
  type FirmId,
  type RefundId,
  type TransactionId,
} from '@makewhole/domain/ids';
import { maskSensitiveJson } from '@makewhole/domain/sensitive-numbers/mask-json';
import { storableJson, storableText } from '@makewhole/domain/storable-text';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/processor-events.ts';

export type NewProcessorEvent = {
  /** The same for every delivery of it. */
  readonly id: string;
  readonly firmId: FirmId;
  /** The connection that it is about; left out for what a person reports. */
  readonly connectionId?: ConnectionId;
  readonly type: string;
  readonly transactionId: TransactionId;
  /** Our refund that it is about; null if it is about the payment, or about a refund that is not ours. */
  readonly refundId: RefundId | null;
  /** The verified event, as JSON. */
  readonly payload: unknown;
  /** Its company only notifies: this is its record (`truth: 'notifications'`). Left out otherwise. */
  readonly isFact?: boolean;
  readonly receivedAt: Date;
};

/**
 * Stores a verified event once, however often it is delivered and whatever its texts: characters that cannot be stored
 * become U+FFFD, and card numbers are masked (ADR 26).
 */
export async function recordProcessorEvent(db: Db, event: NewProcessorEvent): Promise<'new' | 'duplicate'> {
  const inserted = await db
    .insert(processorEvents)
    .values({
      ...event,
      id: storableText(event.id),
      transactionId: asId<TransactionId>(storableText(event.transactionId)),
      payload: storableJson(maskSensitiveJson(event.payload)),
    })
    .onConflictDoNothing()
    .returning({ id: processorEvents.id });
  return inserted.length === 1 ? 'new' : 'duplicate';
}
