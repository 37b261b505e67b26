import { eq, getTableColumns } from 'drizzle-orm';
import { rulesAsOf } from '@makewhole/domain/firm-rules';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

export type FirmView = Omit<typeof firms.$inferSelect, 'createdAt' | 'version' | 'headHash'>;

/**
 * A firm with the rules in effect now.
 * @throws Error if there is no such firm: its ID comes from one of our keys or sessions
 */
export async function findFirm(
  db: Db,
  { firmId }: { readonly firmId: FirmId },
  now = new Date(),
): Promise<FirmView> {
  const [firm] = await select(db).where(eq(firms.id, firmId)).prepare('firm_by_id').execute();
  if (firm === undefined) throw new Error(`There is no firm ${firmId}`);
  return rulesAsOf(firm, now.toISOString());
}

function select(db: Db) {
  const { createdAt: _createdAt, version: _version, headHash: _headHash, ...shown } = getTableColumns(firms);
  return db.select(shown).from(firms);
}
