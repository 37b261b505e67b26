// A connection's sealed credentials. Whoever calls this package seals and opens them: the keys never come here.
import { and, asc, desc, eq, isNotNull, ne } from 'drizzle-orm';
import type { ConnectionId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { connectionCredentials } from '../schema/connections.ts';

export type SealedRow = typeof connectionCredentials.$inferSelect;

/** Whose credentials a sealed text is, and which of them. */
export type CredentialsOf = {
  readonly firmId: FirmId;
  readonly connectionId: ConnectionId;
  readonly version: number;
};

export type NewCredentials = {
  readonly seal: (of: CredentialsOf) => { readonly sealed: Uint8Array; readonly keyId: string };
  /** The last four characters of the company's key. */
  readonly hint: string;
};

/** The version in use: the newest confirmed one. Null if there is none. */
export async function findCredentials(db: Db, connectionId: ConnectionId): Promise<SealedRow | null> {
  const [found] = await db
    .select()
    .from(connectionCredentials)
    .where(
      and(eq(connectionCredentials.connectionId, connectionId), isNotNull(connectionCredentials.confirmedAt)),
    )
    .orderBy(desc(connectionCredentials.version))
    .limit(1);
  return found ?? null;
}

/** The newest version, confirmed or not. Null if the connection has none. */
export async function findNewestCredentials(db: Db, connectionId: ConnectionId): Promise<SealedRow | null> {
  const [found] = await db
    .select()
    .from(connectionCredentials)
    .where(eq(connectionCredentials.connectionId, connectionId))
    .orderBy(desc(connectionCredentials.version))
    .limit(1);
  return found ?? null;
}

/** Stores the next version. */
export async function addCredentials(
  tx: Db,
  { firmId, connectionId }: Omit<CredentialsOf, 'version'>,
  { seal, hint }: NewCredentials,
  made: { readonly by: PrincipalId; readonly at: Date; readonly isConfirmed: boolean },
): Promise<number> {
  const version = ((await findNewestCredentials(tx, connectionId))?.version ?? 0) + 1;
  const { sealed, keyId } = seal({ firmId, connectionId, version });
  await tx.insert(connectionCredentials).values({
    ...{ firmId, connectionId, version, keyId, hint },
    sealed: Buffer.from(sealed),
    madeBy: made.by,
    madeAt: made.at,
    confirmedBy: made.isConfirmed ? made.by : null,
    confirmedAt: made.isConfirmed ? made.at : null,
  });
  return version;
}

const RESEAL_PAGE = 100;

/** Seals again, under the newest key, what another key sealed. @returns how many, at most 100: call it until it is 0 */
export function resealCredentials(
  db: Db,
  newestKeyId: string,
  reseal: (row: SealedRow) => { readonly sealed: Uint8Array; readonly keyId: string },
): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(connectionCredentials)
      .where(ne(connectionCredentials.keyId, newestKeyId))
      .orderBy(asc(connectionCredentials.connectionId), asc(connectionCredentials.version))
      .limit(RESEAL_PAGE)
      .for('update');
    for (const row of rows) {
      const { sealed, keyId } = reseal(row);
      await tx
        .update(connectionCredentials)
        .set({ sealed: Buffer.from(sealed), keyId })
        .where(
          and(
            eq(connectionCredentials.connectionId, row.connectionId),
            eq(connectionCredentials.version, row.version),
          ),
        );
    }
    return rows.length;
  });
}
