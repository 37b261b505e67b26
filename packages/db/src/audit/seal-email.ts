// The email that takes each night's checkpoint out of the database.
import { and, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { auditCheckpoints } from '../schema/audit.ts';
import { firms } from '../schema/firms.ts';

const PREFIX = 'audit_seal:';

export function sealEmailEvent(sequence: number): string {
  return `${PREFIX}${sequence}`;
}

export type SealFacts = Pick<
  typeof auditCheckpoints.$inferSelect,
  'sequence' | 'day' | 'sealedAt' | 'hash'
> & {
  readonly firmName: string;
  /** Of the firm. */
  readonly timeZone: string;
};

/** The checkpoint that a notification is about; undefined if it is about something else, null if it is gone. */
export async function findSealOf(
  db: Db,
  { firmId, event }: { readonly firmId: FirmId; readonly event: string },
): Promise<SealFacts | null | undefined> {
  if (!event.startsWith(PREFIX)) return undefined;
  const { sequence, day, sealedAt, hash } = auditCheckpoints;
  const [found] = await db
    .select({ sequence, day, sealedAt, hash, firmName: firms.name, timeZone: firms.timeZone })
    .from(auditCheckpoints)
    .innerJoin(firms, eq(firms.id, auditCheckpoints.firmId))
    .where(and(eq(auditCheckpoints.firmId, firmId), eq(sequence, Number(event.slice(PREFIX.length)))));
  return found ?? null;
}
