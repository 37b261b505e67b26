import { and, desc, eq, lt } from 'drizzle-orm';
import { asId, type BankAccountId, type FirmId, type OpeningScheduleId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { Page } from '../paging.ts';
import { openingSchedules, type OpeningSchedule } from '../schema/opening-schedules.ts';

/** Null if the firm has no such schedule. */
export async function findOpening(
  db: Db,
  { firmId, id }: Pick<OpeningSchedule, 'firmId' | 'id'>,
): Promise<OpeningSchedule | null> {
  const [row] = await db
    .select()
    .from(openingSchedules)
    .where(and(eq(openingSchedules.firmId, firmId), eq(openingSchedules.id, id)));
  return row ?? null;
}

/** A firm's opening schedules, newest first, withdrawn ones too. `cursor`: the last one's ID; `limit`: 1 to 100. */
export async function listOpenings(
  db: Db,
  wanted: {
    readonly firmId: FirmId;
    readonly bankAccountId?: BankAccountId | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Page<OpeningSchedule>> {
  const { firmId, bankAccountId, cursor, limit } = wanted;
  const rows = await db
    .select()
    .from(openingSchedules)
    .where(
      and(
        eq(openingSchedules.firmId, firmId),
        bankAccountId && eq(openingSchedules.bankAccountId, bankAccountId),
        cursor === undefined ? undefined : lt(openingSchedules.id, asId<OpeningScheduleId>(cursor)),
      ),
    )
    .orderBy(desc(openingSchedules.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
