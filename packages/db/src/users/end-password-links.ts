import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';

/**
 * Ends every link by which a person's password could be set, those that wait to be mailed too, and every sign-in of
 * theirs that still wants a code. A password that is set ends them by itself: a trigger calls the same function.
 */
export async function endPasswordLinks(tx: Db, authUserId: string): Promise<void> {
  await tx.execute(sql`SELECT auth.end_password_links(${authUserId})`);
}
