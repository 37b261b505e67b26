import { and, desc, eq, getTableColumns, lt, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { Page } from '../paging.ts';
import { bankStatements, bankStatementSetAsides } from '../schema/bank.ts';
import { principals } from '../schema/firms.ts';
import type { StatementView } from './new-statement.ts';

/** A firm's statements, newest first. `cursor`: the ID of the previous page's last statement; `limit`: 1 to 100. */
export async function listStatements(
  db: Db,
  {
    firmId,
    cursor,
    limit,
  }: { readonly firmId: FirmId; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<StatementView>> {
  const wanted = and(
    eq(bankStatements.firmId, firmId),
    cursor === undefined ? undefined : lt(bankStatements.id, cursor),
  );
  const rows = await viewStatements(db, wanted, limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** A statement of the firm, also one that was set aside; null if it has none of this ID. */
export async function findStatement(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: string },
): Promise<StatementView | null> {
  const wanted = and(eq(bankStatements.firmId, firmId), eq(bankStatements.id, id));
  const [statement] = await viewStatements(db, wanted, 1);
  return statement ?? null;
}

async function viewStatements(db: Db, wanted: SQL | undefined, limit: number): Promise<StatementView[]> {
  const {
    firmId: _firm,
    sha256: _hash,
    nth: _nth,
    accountHash: _account,
    ...shown
  } = getTableColumns(bankStatements);
  const { setAsideBy, setAsideAt, reason } = bankStatementSetAsides;
  const rows = await db
    .select({ statement: shown, by: setAsideBy, name: principals.name, at: setAsideAt, reason })
    .from(bankStatements)
    .leftJoin(bankStatementSetAsides, eq(bankStatementSetAsides.statementId, bankStatements.id))
    .leftJoin(principals, eq(principals.id, setAsideBy))
    .where(wanted)
    .orderBy(desc(bankStatements.id))
    .limit(limit);
  return rows.map(({ statement, by: id, name, at, reason: why }) => ({
    ...statement,
    setAside:
      id === null || at === null || why === null ? null : { by: { id, name: name ?? '' }, at, reason: why },
  }));
}
