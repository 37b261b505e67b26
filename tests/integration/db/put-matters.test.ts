// A batch of matters ends as its rows one after the other do, whatever is in it.
import fc from 'fast-check';
import { asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { importInTurn } from '@makewhole/db/imports/import-row';
import { listClients } from '@makewhole/db/imports/list-clients';
import { listMatters } from '@makewhole/db/imports/list-matters';
import { putMatter, type MatterPut, type MatterStatement } from '@makewhole/db/imports/put-matter';
import { putMatters } from '@makewhole/db/imports/put-matters';
import { firmEvents } from '@makewhole/db/schema/firms';
import { openTestDatabase } from '../../support/database.ts';
import { byOwner, createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';

const { db } = await openTestDatabase();

/** Few of each, so that rows are often about one matter, one number, one client, or one that is here. */
const oneOf = (...words: string[]) => fc.constantFrom(...words);
const person = fc.record({ name: oneOf('Nora', 'Luis'), email: oneOf('a@adler.example', 'b@adler.example') });
const statement: fc.Arbitrary<MatterStatement> = fc.record({
  externalId: oneOf('m-1', 'm-2', 'm-3', 'm-4'),
  number: oneOf('1', '2', '3', '4'),
  name: oneOf('Lease', 'Estate'),
  client: fc.record({
    externalId: oneOf('c-1', 'c-2'),
    name: fc.oneof(
      { weight: 4, arbitrary: fc.constant('Dana') },
      { weight: 1, arbitrary: fc.constant('Kim') },
    ),
    email: fc.constant(null),
  }),
  users: fc.uniqueArray(person, { selector: ({ email }) => email, maxLength: 2 }),
  closed: fc.boolean(),
  asOf: fc.constantFrom(new Date('2026-11-23T12:00:00Z'), new Date('2026-11-24T12:00:00Z')),
});
const batches = fc.array(fc.array(statement, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

const kindsOf = (puts: readonly MatterPut[]) =>
  puts.map((put) => (put.kind === 'number_taken' ? [put.kind, put.externalId] : [put.kind]));

async function together(firm: SmallFirm, rows: readonly MatterStatement[]): Promise<readonly MatterPut[]> {
  return importInTurn(db, byOwner(firm), (importing) => putMatters(importing, rows));
}

async function oneByOne(firm: SmallFirm, rows: readonly MatterStatement[]): Promise<readonly MatterPut[]> {
  const puts: MatterPut[] = [];
  for (const row of rows) {
    const put = (importing: Parameters<typeof putMatter>[0]) =>
      putMatter(importing, { ...row, ifMatch: null });
    puts.push(await importInTurn(db, byOwner(firm), put));
  }
  return puts;
}

/** Everything that an import writes, without our own IDs. */
async function endOf({ firmId }: SmallFirm) {
  const events = await db
    .select({ type: firmEvents.type, data: firmEvents.data })
    .from(firmEvents)
    .where(eq(firmEvents.firmId, firmId))
    .orderBy(asc(firmEvents.seq));
  const told = events
    .filter(({ type }) => type.endsWith('.imported'))
    .map(({ type, data }) => `${type} ${String(data['externalId'])}`);
  return {
    told: told.toSorted(),
    matters: await listMatters(db, { firmId, limit: 100 }),
    clients: await listClients(db, { firmId, limit: 100 }),
  };
}

it('ends as one after the other', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const [one, other] = [await createSmallFirm(db), await createSmallFirm(db)];
      for (const rows of all) {
        expect(kindsOf(await together(one, rows))).toEqual(kindsOf(await oneByOne(other, rows)));
      }
      expect(await endOf(one)).toEqual(await endOf(other));
    }),
    { numRuns: 60 },
  );
});
