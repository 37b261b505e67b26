import { and, eq } from 'drizzle-orm';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { obligations } from '../schema/obligations.ts';

/** The connection works again, or is not used any more. */
export async function completeConnectionTask(tx: Db, connectionId: ConnectionId, at: Date): Promise<void> {
  await tx
    .update(obligations)
    .set({ status: 'done', settledAt: at, settledBy: ENGINE, nextMessageAt: null })
    .where(and(eq(obligations.connectionId, connectionId), eq(obligations.status, 'open')));
}
