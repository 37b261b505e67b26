import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { DEMO_FIRM } from './demo-people.ts';

/** Whether the demo firm is there, may come, or would come among firms of somebody's own. */
export type DemoPlace = 'there' | 'free' | 'taken';

/** Also of a database that nobody has migrated. */
export async function findDemoPlace(db: Db): Promise<DemoPlace> {
  const [table] = await db.execute(sql`SELECT to_regclass('public.firms') AS name`);
  if (table?.['name'] == null) return 'free';
  const [found] = await db.execute(
    sql`SELECT count(*)::int AS firms, count(*) FILTER (WHERE id = ${DEMO_FIRM.id})::int AS demo FROM firms`,
  );
  if (found?.['demo'] === 1) return 'there';
  return found?.['firms'] === 0 ? 'free' : 'taken';
}
