import { and, asc, eq, gt } from 'drizzle-orm';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { processorConnections } from '../schema/connections.ts';
import type { ConnectionView } from './find-connection.ts';
import { followed } from './followed-connection.ts';

/**
 * The connections of all firms whose companies net, a disabled one too: what it has must still be paid out, unless another
 * stands for it (ADR 45).
 */
export function listNettingConnections(
  db: Db,
  { after, limit }: { readonly after: ConnectionId | null; readonly limit: number },
): Promise<ConnectionView[]> {
  const { id, settles } = processorConnections;
  return db
    .select()
    .from(processorConnections)
    .where(and(eq(settles, 'net'), eq(id, followed(id)), after === null ? undefined : gt(id, after)))
    .orderBy(asc(id))
    .limit(limit);
}
