import type { ConnectionId } from '@makewhole/domain/ids';
import type { DrawsOn } from '@makewhole/domain/connections';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { processorConnections } from '../schema/connections.ts';
import { writeConnectionRules } from './connection-rules.ts';

type NewConnection = Omit<typeof processorConnections.$inferInsert, 'id'> & {
  /** Null as long as nobody has said it. */
  readonly drawsOn: DrawsOn | null;
};

/** Adds a connection; its losses are debited from operating until the firm says otherwise. */
export async function openConnection(
  tx: Db,
  { drawsOn, ...connection }: NewConnection,
): Promise<ConnectionId> {
  const id = newId<ConnectionId>('pc');
  await tx.insert(processorConnections).values({ ...connection, id });
  await writeConnectionRules(
    tx,
    { firmId: connection.firmId, id },
    { lossesDebit: { card: 'operating', ach: 'operating' }, drawsOn: { card: drawsOn, ach: drawsOn } },
  );
  return id;
}

/** The connection that a new firm begins with, to the sandbox of its installation. */
export function openSandboxConnection(
  tx: Db,
  of: Pick<NewConnection, 'firmId' | 'account' | 'createdAt'>,
): Promise<ConnectionId> {
  const sandbox = { kind: 'sandbox', label: 'Sandbox', mode: 'test', drawsOn: 'operating' } as const;
  return openConnection(tx, { ...of, ...sandbox });
}
