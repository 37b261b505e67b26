import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

const PING_TIMEOUT_MS = 2_000;

/** Whether the database answers within two seconds. */
export async function pingDatabase(db: Db): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(resolve, PING_TIMEOUT_MS, false).unref();
  });
  const answered = db.execute(sql`SELECT 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]);
}
