// A refund's timeline is a hash chain (B9): each event's hash covers its content and the previous hash, so that
// recomputing the chain reveals an edited, dropped or reordered event.
import { and, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import type { BookMessage } from '@makewhole/domain/book-messages';
import type { RefundEventType } from '@makewhole/domain/refund-events';
import { hashOfContent } from './content-hash.ts';
import { hashOfText, newSalt } from './text-hash.ts';
import type { Db } from '../connect.ts';
import { refundEventNotes } from '../schema/audit.ts';
import { refundEvents, refunds } from '../schema/refunds.ts';
import { enqueueDeliveries } from './enqueue-deliveries.ts';

/** The actor when the engine acts by itself. */
export const ENGINE = 'makewhole';
export type Actor = PrincipalId | typeof ENGINE;

export type NewEvent = {
  readonly type: RefundEventType;
  readonly actor: Actor;
  readonly at: Date;
  /**
   * Facts of the event: IDs, codes, amounts, dates. No user-written text, because the chain keeps it forever. JSON
   * values only.
   */
  readonly data: Readonly<Record<string, unknown>>;
  /** What a person wrote about it: kept beside the chain, which gets only its hash. */
  readonly note?: string | null;
  /** What the firm's own system is told of it, beside the event itself: not part of the chain. */
  readonly bookMessages?: readonly BookMessage[];
};

export type ChainedEvent = {
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly seq: number;
  readonly at: Date;
  readonly type: string;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly prevHash: string;
};

/**
 * Appends an event to a refund, raises its version, and records a delivery for each endpoint of the firm that wants
 * it. Locks the refund's row, so that the chain has one order.
 */
export async function appendEvent(
  tx: Db,
  refund: { readonly firmId: FirmId; readonly refundId: RefundId },
  { note, bookMessages = [], ...event }: NewEvent,
): Promise<void> {
  const { firmId, refundId } = refund;
  const where = and(eq(refunds.firmId, firmId), eq(refunds.id, refundId));
  const [head] = await tx
    .select({
      version: refunds.version,
      headHash: refunds.headHash,
      transactionId: refunds.transactionId,
    })
    .from(refunds)
    .where(where)
    .for('update');
  if (head === undefined) throw new Error(`There is no refund ${refundId} to add ${event.type} to`);
  const words = note == null ? null : { salt: newSalt(), text: note };
  const chained: ChainedEvent = {
    ...event,
    ...(words !== null && { data: { ...event.data, noteHash: hashOfText('note', words) } }),
    firmId,
    refundId,
    seq: head.version + 1,
    prevHash: head.headHash,
  };
  const hash = hashOf(chained);
  await tx.insert(refundEvents).values({ ...chained, hash });
  if (words !== null) {
    await tx.insert(refundEventNotes).values({ firmId, refundId, seq: chained.seq, ...words });
  }
  await tx.update(refunds).set({ version: chained.seq, headHash: hash }).where(where);
  await enqueueDeliveries(tx, { ...chained, transactionId: head.transactionId, bookMessages });
}

/** The hash, in hex, of an event and the previous hash; see content-hash.ts. */
export function hashOf(event: ChainedEvent): string {
  return hashOfContent({ ...event, at: event.at.toISOString() });
}
