import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findNumberHolder } from '../find-by-number.ts';
import { newId } from '../new-id.ts';
import { linkPaymentsOfMatter } from '../payments/link-named.ts';
import { matterUsers, matters } from '../schema/matters.ts';
import {
  judgeStatement,
  type IfMatch,
  type Importing,
  type NotReplaced,
  type Written,
} from './import-row.ts';
import { matterContents, type MatterRow } from './list-matters.ts';
import { writeClient } from './put-client.ts';

type Person = { readonly name: string; readonly email: string };

export type MatterStatement = {
  /** The matter's ID in the firm's own system. Its number may change; this never does. */
  readonly externalId: string;
  readonly number: string;
  readonly name: string;
  readonly client: { readonly externalId: string; readonly name: string; readonly email: string | null };
  /** All who work on it, each email address once: whoever is left out has left. */
  readonly users: readonly Person[];
  readonly closed: boolean;
  /** When the firm's own system said it. */
  readonly asOf: Date;
};

/** number_taken: another matter of the firm has this number. */
export type MatterPut =
  Written | NotReplaced | { readonly kind: 'number_taken'; readonly externalId: string };

/**
 * Replaces a matter, with its client and the people on it, by what the firm's own system says. Payments that name its
 * number are linked to it and booked in the same transaction (ADR 17).
 */
export async function putMatter(
  importing: Importing,
  { externalId, asOf, ifMatch, ...statement }: MatterStatement & { readonly ifMatch: IfMatch },
): Promise<MatterPut> {
  const { tx, by, record } = importing;
  const { firmId } = by;
  const row = await findRow(tx, firmId, externalId);
  const content = contentOf(statement);
  const { users } = content;
  const standing = row === null ? null : await standingOf(tx, row);
  const verdict = judgeStatement(standing, { content, asOf, ifMatch });
  if (verdict.kind === 'stale' || verdict.kind === 'changed_meanwhile') return verdict;
  const { number, name, closed } = content;
  const holder = await findNumberHolder(tx, matters, { firmId, number, externalId });
  if (holder !== null) return { kind: 'number_taken', externalId: holder };
  if (verdict.kind === 'unchanged' && row !== null) {
    await tx.update(matters).set({ importedAsOf: asOf }).where(eq(matters.id, row.id));
    return verdict;
  }
  const written = await writeClient(importing, { ...content.client, asOf, ifMatch: null });
  if (written.clientId === null) throw new Error(`The client ${content.client.externalId} was not written`);
  const matterId = row?.id ?? newId<MatterId>('mat');
  const values = { number, name, closed, clientId: written.clientId, importedAsOf: asOf };
  if (row === null) await tx.insert(matters).values({ ...values, id: matterId, firmId, externalId });
  else await tx.update(matters).set(values).where(eq(matters.id, matterId));
  if (row !== null) await endOthers(tx, { firmId, matterId }, users, by.at);
  await writeUsers(tx, { firmId, matterId }, users);
  const linked = await linkPaymentsOfMatter(tx, { firmId, number, at: by.at });
  const data = { matterId, externalId, ...(linked > 0 && { linkedPayments: linked }) };
  record({ type: 'matter.imported', data });
  return verdict;
}

type Content = Omit<MatterStatement, 'externalId' | 'asOf'>;

/** What a statement says of the matter, its people in the order in which they are read back. */
export function contentOf({ number, name, client, users, closed }: Content): Content {
  const sorted = [...users].sort((one, other) => (one.email < other.email ? -1 : 1));
  return { number, name, client, users: sorted, closed };
}

async function findRow(tx: Db, firmId: FirmId, externalId: string): Promise<MatterRow | null> {
  const [row] = await tx
    .select()
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.externalId, externalId)))
    // Whoever holds a payment may still refer to the matter.
    .for('no key update');
  return row ?? null;
}

async function standingOf(tx: Db, row: MatterRow) {
  const [content] = await matterContents(tx, row.firmId, [row]);
  if (content === undefined) throw new Error(`The matter ${row.id} was not read`);
  return { content, asOf: row.importedAsOf };
}

type MatterKey = { readonly firmId: FirmId; readonly matterId: MatterId };

/** Nobody is deleted: whoever is left out gets no more emails about the matter. */
async function endOthers(
  tx: Db,
  { firmId, matterId }: MatterKey,
  users: readonly Person[],
  at: Date,
): Promise<void> {
  const emails = users.map(({ email }) => email);
  await tx
    .update(matterUsers)
    .set({ leftAt: at })
    .where(
      and(
        eq(matterUsers.firmId, firmId),
        eq(matterUsers.matterId, matterId),
        isNull(matterUsers.leftAt),
        emails.length === 0 ? undefined : notInArray(matterUsers.email, emails),
      ),
    );
}

async function writeUsers(tx: Db, key: MatterKey, users: readonly Person[]): Promise<void> {
  if (users.length === 0) return;
  await tx
    .insert(matterUsers)
    .values(users.map((user) => ({ ...user, ...key })))
    .onConflictDoUpdate({
      target: [matterUsers.firmId, matterUsers.matterId, matterUsers.email],
      set: { name: sql`excluded.name`, leftAt: null },
    });
}
