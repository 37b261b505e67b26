import { LEDGER_ACCOUNTS } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { accounts } from '../schema/ledger.ts';
import { CHART_OF_ACCOUNTS } from './chart-of-accounts.ts';

/** Adds a firm with its chart of accounts. False where it is there already: of two that seed at once, one does. */
export async function insertFirm(tx: Db, firm: typeof firms.$inferInsert): Promise<boolean> {
  const inserted = await tx.insert(firms).values(firm).onConflictDoNothing().returning({ id: firms.id });
  if (inserted.length === 0) return false;
  await tx
    .insert(accounts)
    .values(LEDGER_ACCOUNTS.map((code) => ({ firmId: firm.id, code, ...CHART_OF_ACCOUNTS[code] })));
  return true;
}
