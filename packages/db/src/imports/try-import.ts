import { TransactionRollbackError } from 'drizzle-orm';
import type { Db } from '../connect.ts';

/** What an import would do: it runs in a transaction that is rolled back. @returns what `work` answered */
export async function tryImport<Answer>(db: Db, work: (tx: Db) => Promise<Answer>): Promise<Answer> {
  let answer: { readonly value: Answer } | null = null;
  try {
    await db.transaction(async (tx) => {
      answer = { value: await work(tx) };
      tx.rollback();
    });
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error;
  }
  // Assigned in a closure, which the compiler does not follow.
  const done = answer as { readonly value: Answer } | null;
  if (done === null) throw new Error('A trial of an import ended without an answer');
  return done.value;
}
