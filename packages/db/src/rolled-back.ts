import type { Db } from './connect.ts';

class RolledBack extends Error {
  readonly answer: unknown;
  constructor(answer: unknown) {
    super('Nothing of it is kept');
    this.answer = answer;
  }
}

/** What `work` would answer now: it runs in a transaction of which nothing is kept. */
export async function rolledBack<Answer>(db: Db, work: (tx: Db) => Promise<Answer>): Promise<Answer> {
  try {
    return await db.transaction(async (tx): Promise<Answer> => {
      throw new RolledBack(await work(tx));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.answer as Answer; // of this `work`
    throw error;
  }
}
