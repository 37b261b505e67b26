import { asId, type FirmId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { storableJson, storableText } from '@makewhole/domain/storable-text';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/processor-events.ts';

export type NewProcessorEvent = {
  /** The processor's own ID of the event: the same for every delivery of it. */
  readonly id: string;
  readonly firmId: FirmId;
  readonly type: string;
  readonly transactionId: TransactionId;
  /** Our refund that it speaks of; null where it speaks of the payment, or of a refund that is not ours. */
  readonly refundId: RefundId | null;
  /** The verified event, as JSON. */
  readonly payload: unknown;
  readonly receivedAt: Date;
};

/**
 * Keeps a verified event, once, whatever number of times it is delivered, and whatever its texts are: what cannot be stored
 * is kept as U+FFFD.
 */
export async function recordProcessorEvent(db: Db, event: NewProcessorEvent): Promise<'new' | 'duplicate'> {
  const inserted = await db
    .insert(processorEvents)
    .values({
      ...event,
      id: storableText(event.id),
      transactionId: asId<TransactionId>(storableText(event.transactionId)),
      payload: storableJson(event.payload),
    })
    .onConflictDoNothing()
    .returning({ id: processorEvents.id });
  return inserted.length === 1 ? 'new' : 'duplicate';
}
