import { LEDGER_ACCOUNTS } from '@makewhole/domain/postings';
import { openDefaultAccounts } from '../bank-accounts/open-default-accounts.ts';
import type { Db } from '../connect.ts';
import { defaultReasonTemplates } from './default-reason-templates.ts';
import { firms } from '../schema/firms.ts';
import { accounts } from '../schema/ledger.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import { CHART_OF_ACCOUNTS } from './chart-of-accounts.ts';

/**
 * Adds a firm with its chart of accounts, its first bank accounts and the default reasons; it has no connection to a
 * payment company yet.
 * @returns false if it already exists: of two that add it at once, one does
 */
export async function insertFirm(tx: Db, firm: typeof firms.$inferInsert): Promise<boolean> {
  const inserted = await tx.insert(firms).values(firm).onConflictDoNothing().returning({ id: firms.id });
  if (inserted.length === 0) return false;
  await tx
    .insert(accounts)
    .values(LEDGER_ACCOUNTS.map((code) => ({ firmId: firm.id, code, ...CHART_OF_ACCOUNTS[code] })));
  await openDefaultAccounts(tx, firm.id);
  await tx.insert(reasonTemplates).values(defaultReasonTemplates(firm.id));
  return true;
}
