import { and, eq } from 'drizzle-orm';
import { syncIdOf } from '@makewhole/domain/contracts/processor-sync';
import type { ConnectionId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { processorSync } from '../schema/processor-sync.ts';

/** What was made through the connection before this is its past (ADR 55); null if its payments are not taken over. */
export async function findPast(
  tx: Db,
  { firmId, connectionId }: { readonly firmId: FirmId; readonly connectionId: ConnectionId },
): Promise<Date | null> {
  const [row] = await tx
    .select({ beganAt: processorSync.beganAt })
    .from(processorSync)
    .where(and(eq(processorSync.firmId, firmId), eq(processorSync.id, syncIdOf({ connectionId }))));
  return row?.beganAt ?? null;
}
