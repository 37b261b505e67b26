import { and, desc, eq, lt } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { bankStatements } from '../schema/bank.ts';
import type { StatementView } from './new-statement.ts';

/** A firm's statements, newest first. `cursor`: the ID of the previous page's last statement; `limit`: 1 to 100. */
export async function listStatements(
  db: Db,
  {
    firmId,
    cursor,
    limit,
  }: { readonly firmId: FirmId; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly data: readonly StatementView[]; readonly nextCursor: string | null }> {
  const rows = await db
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        cursor === undefined ? undefined : lt(bankStatements.id, cursor),
      ),
    )
    .orderBy(desc(bankStatements.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
