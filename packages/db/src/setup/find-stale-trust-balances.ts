import { sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { findFirm } from '../firms/find-firm.ts';
import type { Db } from '../connect.ts';

/** How many imported trust balances of a firm are too old for its rule, counted up to `limit`, and the oldest of them. */
export type StaleTrustBalances = {
  readonly count: number;
  readonly oldest: Date | null;
  readonly limit: number;
};

const LIMIT = 1_000;

/** Of the firm's open trust accounts and its matters that are not closed: nobody sends the balance of a closed one again. */
export async function findStaleTrustBalances(
  db: Db,
  { firmId, now }: { readonly firmId: FirmId; readonly now: Date },
): Promise<StaleTrustBalances> {
  const { trustBalanceDays } = await findFirm(db, { firmId }, now);
  const [row] = await db.execute<{ count: string; oldest: string | null }>(sql`
    SELECT count(*) AS count, min(as_of) AS oldest FROM (
      SELECT i.as_of FROM imported_trust_balances i
      JOIN bank_accounts a ON a.firm_id = i.firm_id AND a.id = i.bank_account_id AND a.status = 'open'
      JOIN matters m ON m.firm_id = i.firm_id AND m.id = i.matter_id AND NOT m.closed
      WHERE i.firm_id = ${firmId}
        AND i.as_of < ${now.toISOString()}::timestamptz - make_interval(hours => ${trustBalanceDays * 24}::int)
      ORDER BY i.as_of LIMIT ${LIMIT}) AS stale`);
  const oldest = row?.oldest ?? null;
  return { count: Number(row?.count ?? 0), oldest: oldest === null ? null : new Date(oldest), limit: LIMIT };
}
