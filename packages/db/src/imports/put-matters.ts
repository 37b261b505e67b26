// Many matters in one transaction, with a statement for all of them where most imports need one for each: rows that are new
// and rows that are here as they are. Whatever could depend on the order of the rows goes row by row (put-matter.ts).
import { and, eq, inArray } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { linkPaymentsOfMatter, numbersThatPaymentsName } from '../payments/link-named.ts';
import { clients, matterUsers, matters } from '../schema/matters.ts';
import { judgeStatement, type Importing } from './import-row.ts';
import { matterContents } from './list-matters.ts';
import { contentOf, putMatter, type MatterPut, type MatterStatement } from './put-matter.ts';
import { writeClient } from './put-client.ts';

/** Replaces matters by what the firm's own system says, as if one after the other. @returns what became of each */
export async function putMatters(
  importing: Importing,
  statements: readonly MatterStatement[],
): Promise<readonly MatterPut[]> {
  const known = isInAnyOrder(statements) ? await judgeAll(importing, statements) : null;
  // An update may free a number that another row takes.
  if (known === null || known.some(({ put }) => put.kind === 'updated')) {
    const puts: MatterPut[] = [];
    for (const statement of statements)
      puts.push(await putMatter(importing, { ...statement, ifMatch: null }));
    return puts;
  }
  await addMatters(
    importing,
    known.filter(({ put }) => put.kind === 'created').map(({ statement }) => statement),
  );
  await keepMatters(
    importing.tx,
    known.filter(({ put }) => put.kind === 'unchanged'),
  );
  return known.map(({ put }) => put);
}

/** Whether no two rows are about one matter or one number, and all say the same of the clients that they share. */
function isInAnyOrder(statements: readonly MatterStatement[]): boolean {
  const isEachOnce = (keys: readonly string[]) => new Set(keys).size === keys.length;
  const said = new Map<string, string>();
  return (
    isEachOnce(statements.map(({ externalId }) => externalId)) &&
    isEachOnce(statements.map(({ number }) => number)) &&
    statements.every(({ client, asOf }) => {
      const words = JSON.stringify([client.name, client.email, asOf]);
      const before = said.get(client.externalId) ?? words;
      said.set(client.externalId, words);
      return before === words;
    })
  );
}

type Judged = {
  readonly statement: MatterStatement;
  readonly put: MatterPut;
  /** Of a matter that is here. */
  readonly matterId: MatterId | null;
};

async function judgeAll(
  { tx, by: { firmId } }: Importing,
  statements: readonly MatterStatement[],
): Promise<Judged[]> {
  const ids = statements.map(({ externalId }) => externalId);
  const numbers = statements.map(({ number }) => number);
  const rows = await tx
    .select()
    .from(matters)
    .where(and(eq(matters.firmId, firmId), inArray(matters.externalId, ids)))
    .orderBy(matters.id)
    // Whoever holds a payment may still refer to the matter.
    .for('no key update');
  const contents = await matterContents(tx, firmId, rows);
  const standing = new Map(
    rows.map(({ externalId, id, importedAsOf: asOf }, at) => [
      externalId,
      { id, asOf, content: contents[at] },
    ]),
  );
  const holders = new Map(
    (
      await tx
        .select({ number: matters.number, externalId: matters.externalId })
        .from(matters)
        .where(and(eq(matters.firmId, firmId), inArray(matters.number, numbers)))
    ).map(({ number, externalId }) => [number, externalId]),
  );
  return statements.map((statement) => {
    const { externalId, asOf, number } = statement;
    const here = standing.get(externalId);
    const current = here?.content === undefined ? null : { content: here.content, asOf: here.asOf };
    const verdict = judgeStatement(current, { content: contentOf(statement), asOf, ifMatch: null });
    const holder = holders.get(number);
    const isTaken = verdict.kind !== 'stale' && holder !== undefined && holder !== externalId;
    const put = isTaken ? ({ kind: 'number_taken', externalId: holder } as const) : verdict;
    return { statement, put, matterId: here?.id ?? null };
  });
}

async function addMatters(importing: Importing, added: readonly MatterStatement[]): Promise<void> {
  if (added.length === 0) return;
  const { tx, by, record } = importing;
  const { firmId } = by;
  const clientsByMatter = await writeClients(importing, added);
  const withIds = added.map((statement) => ({ ...statement, id: newId<MatterId>('mat') }));
  await tx.insert(matters).values(
    withIds.map(({ id, externalId, number, name, closed, asOf, client }) => {
      const clientId = clientsByMatter.get(client.externalId)?.clientId;
      if (clientId === undefined) throw new Error(`The client ${client.externalId} was not written`);
      return { id, firmId, externalId, number, name, closed, clientId, importedAsOf: asOf };
    }),
  );
  const people = withIds.flatMap(({ id, users }) => users.map((user) => ({ ...user, firmId, matterId: id })));
  if (people.length > 0) await tx.insert(matterUsers).values(people);
  const named = await numbersThatPaymentsName(
    tx,
    firmId,
    added.map(({ number }) => number),
  );
  for (const { id: matterId, externalId, number, client } of withIds) {
    const written = clientsByMatter.get(client.externalId);
    if (written?.isNew === true) {
      clientsByMatter.set(client.externalId, { ...written, isNew: false });
      record({
        type: 'client.imported',
        data: { clientId: written.clientId, externalId: client.externalId },
      });
    }
    const linked = named.has(number) ? await linkPaymentsOfMatter(tx, { firmId, number, at: by.at }) : 0;
    const data = { matterId, externalId, ...(linked > 0 && { linkedPayments: linked }) };
    record({ type: 'matter.imported', data });
  }
}

type WrittenClient = { readonly clientId: string; readonly isNew: boolean };

/** The clients of new matters, by their external IDs: those that are new are added together. */
async function writeClients(
  importing: Importing,
  added: readonly MatterStatement[],
): Promise<Map<string, WrittenClient>> {
  const {
    tx,
    by: { firmId },
  } = importing;
  const wanted = new Map(added.map(({ client, asOf }) => [client.externalId, { ...client, asOf }]));
  const here = await tx
    .select({ externalId: clients.externalId })
    .from(clients)
    .where(and(eq(clients.firmId, firmId), inArray(clients.externalId, [...wanted.keys()])));
  const written = new Map<string, WrittenClient>();
  for (const { externalId } of here) {
    const client = wanted.get(externalId ?? '');
    if (client === undefined) continue;
    wanted.delete(client.externalId);
    const { clientId } = await writeClient(importing, { ...client, ifMatch: null });
    if (clientId !== null) written.set(client.externalId, { clientId, isNew: false });
  }
  const rows = [...wanted.values()].map(({ asOf, ...client }) => {
    return { ...client, id: newId<string>('cl'), firmId, closed: false, importedAsOf: asOf };
  });
  if (rows.length > 0) await tx.insert(clients).values(rows);
  for (const { id: clientId, externalId } of rows) written.set(externalId, { clientId, isNew: true });
  return written;
}

/** They were said again: a later statement counts from then on. */
async function keepMatters(tx: Db, kept: readonly Judged[]): Promise<void> {
  for (const [at, some] of Map.groupBy(kept, ({ statement }) => statement.asOf.getTime())) {
    const ids = some.flatMap(({ matterId }) => matterId ?? []);
    await tx
      .update(matters)
      .set({ importedAsOf: new Date(at) })
      .where(inArray(matters.id, ids));
  }
}
