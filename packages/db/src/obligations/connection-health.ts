// Whether a payment company accepts a connection's credentials. Refunds wait while it does not, and a person is told once.
import { and, eq } from 'drizzle-orm';
import type { ConnectionId, ObligationId } from '@makewhole/domain/ids';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { connectionBrokenSummary } from '@makewhole/domain/obligation-summaries';
import { ownerOf } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { completeConnectionTask } from '../connections/complete-connection-task.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from './open-and-complete.ts';
import { processorConnections } from '../schema/connections.ts';
import { obligations } from '../schema/obligations.ts';

const KIND = 'connection_broken';

/** Records that the company refuses the credentials, or accepts them again. Idempotent; a disabled connection stays so. */
export function recordConnectionHealth(
  db: Db,
  connectionId: ConnectionId,
  state: 'broken' | 'works',
  at: Date,
): Promise<void> {
  return db.transaction(async (tx) => {
    const [from, to] = state === 'broken' ? (['active', 'broken'] as const) : (['broken', 'active'] as const);
    const [changed] = await tx
      .update(processorConnections)
      .set({ status: to, brokenSince: state === 'broken' ? at : null })
      .where(and(eq(processorConnections.id, connectionId), eq(processorConnections.status, from)))
      .returning();
    if (changed === undefined) return;
    const { firmId, label } = changed;
    if (state === 'broken') {
      await tx
        .insert(obligations)
        .values({
          ...{ id: newId<ObligationId>('obl'), firmId, connectionId, kind: KIND },
          owner: ownerOf({ kind: KIND, subject: '' }),
          summary: connectionBrokenSummary(label),
          openedAt: at,
          dueAt: new Date(dueAt(at.toISOString(), KIND)),
          nextMessageAt: firstMessageAt(at, KIND),
        })
        .onConflictDoNothing();
    } else {
      await completeConnectionTask(tx, connectionId, at, KIND);
    }
    await appendFirmEvent(
      tx,
      { firmId, principalId: ENGINE, at },
      { type: state === 'broken' ? 'connection.broken' : 'connection.restored', data: { connectionId } },
    );
  });
}
