import { openSandboxConnection } from '../connections/open-connection.ts';
import type { Db } from '../connect.ts';
import { insertFirm } from '../new-firms/insert-firm.ts';
import type { firms } from '../schema/firms.ts';

/** Adds a firm that begins with a connection to the sandbox of its installation. @returns false if it already exists */
export async function insertSandboxFirm(tx: Db, firm: typeof firms.$inferInsert): Promise<boolean> {
  const isNew = await insertFirm(tx, firm);
  const { id: firmId, processorAccount: account, createdAt } = firm;
  if (isNew) await openSandboxConnection(tx, { firmId, account, createdAt });
  return isNew;
}
