import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';

/**
 * Ends every link that could set a person's password, including those not mailed yet, and every sign-in of theirs that
 * still needs a code. Setting a password ends them by itself: a trigger calls the same function.
 */
export async function endPasswordLinks(tx: Db, authUserId: string): Promise<void> {
  await tx.execute(sql`SELECT auth.end_password_links(${authUserId})`);
}
