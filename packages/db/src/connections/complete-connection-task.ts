import { and, eq } from 'drizzle-orm';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { obligations } from '../schema/obligations.ts';

/** What is owed about a connection: to replace its credentials, or to find out why its payments cannot be read. */
type ConnectionTaskKind = 'connection_broken' | 'sync_stuck';

/** It works again, or the connection is not used any more. @param kind both kinds where left out */
export async function completeConnectionTask(
  tx: Db,
  connectionId: ConnectionId,
  at: Date,
  kind?: ConnectionTaskKind,
): Promise<void> {
  await tx
    .update(obligations)
    .set({ status: 'done', settledAt: at, settledBy: ENGINE, nextMessageAt: null })
    .where(
      and(
        ...[eq(obligations.connectionId, connectionId), eq(obligations.status, 'open')],
        kind && eq(obligations.kind, kind),
      ),
    );
}
