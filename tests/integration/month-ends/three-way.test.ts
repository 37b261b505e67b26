// The three-way reconciliation, read from the books and the bank's lines (RP1): the specification's example page 1.
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { clearLine, clearUnambiguous, undoClearing } from '@makewhole/db/month-ends/clear-line';
import { readReconciliation } from '@makewhole/db/month-ends/read-reconciliation';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { StatementOfPeriod } from '@makewhole/domain/month-ends/reconciliation-facts';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import { STATEMENTS, bookInTrust, importMonth, seedNovember, type November } from './november.ts';

let database: TestDatabase;
let connection: Connection;
let november: November;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  connection = connect(database.appUrl);
  november = await seedNovember(connection.db);
  for (const month of ['october', 'november', 'december'] as const) {
    await importMonth(connection.db, november, STATEMENTS[month]);
    const { periodStart: from, closingDate: to } = STATEMENTS[month];
    await clearUnambiguous(connection.db, november.account, { from, to }, new Date());
  }
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const statementOf = (month: keyof typeof STATEMENTS, changes = {}): StatementOfPeriod => {
  const { periodStart: from, closingDate: to, opening, closing } = STATEMENTS[month];
  const previousClosing = month === 'october' ? null : money(opening);
  return {
    ...{ from, to, begunOn: '2025-10-01', previousClosing, scope: 'schedule' },
    ...{ opening: money(opening), closing: money(closing) },
    ...changes,
  };
};
async function reconcile(month: keyof typeof STATEMENTS, changes = {}) {
  const facts = await readReconciliation(connection.db, november.account, statementOf(month, changes));
  if (facts === null) throw new Error('There are few rows');
  return { facts, page: reconcileThreeWays(facts) };
}

it('has the numbers of the example page 1, as of November 30, though December is known by now', async () => {
  const { facts, page } = await reconcile('november');
  expect(facts.ledgers.map(({ name, balance }) => [name, balance])).toEqual([
    ['2025-B B', 20_000_00],
    ['2025-C C', 7_400_00],
    ['2026-014 Whitfield lease', 0],
    ["The firm's own money for bank charges", 100_00],
  ]);
  expect(page).toMatchObject({
    ...{ line1: { total: 27_500_00 }, line1a: { total: 0 }, line2: 27_500_00 },
    line3: { balance: 28_353_12 },
    line4: { count: 1, total: 400_00, items: [{ clearedOn: '2025-12-02' }] },
    line5: { count: 1, total: 1_250_00, items: [{ clearedOn: '2025-12-01', on: '2025-11-27' }] },
    line5a: { count: 1, total: 3_12, items: [{ description: 'Interest', bookedOn: '2025-12-01' }] },
    line6: 27_500_00,
    line7: { bankLessJournal: 0, journalLessClients: 0 },
    ...{ agrees: true, differences: [] },
  });
});

it('agrees in the months before and after, with nothing outstanding', async () => {
  for (const month of ['october', 'december'] as const) {
    const { page } = await reconcile(month);
    expect([page.agrees, page.line4.count, page.line5.count, page.line5a.count]).toEqual([true, 0, 0, 0]);
  }
});

it('says where a planted error is', async () => {
  const { page } = await reconcile('november', { closing: money(28_338_12) });
  expect(page.differences).toMatchObject([{ where: 'statement', amount: -15_00 }]);
});

it('matches a payout with all of its postings, once, and undoes it', async () => {
  const { db } = connection;
  const by = { actor: november.firm.people.admin, at: new Date() };
  await bookInTrust(db, november, 'B', 250_00, '2026-01-05');
  await bookInTrust(db, november, 'C', 150_00, '2026-01-05');
  const january = {
    ...{ periodStart: '2026-01-01', opening: 27_500_00, closing: 27_900_00, closingDate: '2026-01-31' },
    lines: [['2026-01-07', 400_00, 'Payout po_91']] as const,
  };
  await importMonth(db, november, january);
  const period = {
    from: '2026-01-01',
    to: '2026-01-31',
    opening: money(27_500_00),
    closing: money(27_900_00),
  };
  const read = () => reconcile('december', { ...period, previousClosing: money(27_500_00) });
  const { page } = await read();
  expect([page.line4.total, page.line5a.total, page.agrees]).toEqual([400_00, 400_00, true]);
  const lineId = asId<BankLineId>(page.line5a.items[0]?.lineId ?? '');
  const postingIds = page.line4.items.map(({ postingId }) => postingId);
  const match = (ids: readonly string[]) => clearLine(db, november.account, { lineId, postingIds: ids }, by);
  expect(await match(postingIds.slice(0, 1))).toEqual({ kind: 'amounts_differ' });
  expect(await match([...postingIds, 'post_of_nobody'])).toEqual({ kind: 'posting_not_found' });
  const twice = await Promise.all([match(postingIds), match(postingIds)]);
  expect(twice).toEqual([{ kind: 'cleared' }, { kind: 'cleared' }]);
  expect((await read()).page).toMatchObject({ line4: { count: 0 }, line5a: { count: 0 }, agrees: true });
  expect(await undoClearing(db, november.account, lineId, by)).toBe(true);
  expect(await undoClearing(db, november.account, lineId, by)).toBe(false);
  expect((await read()).page.line5a.count).toBe(1);
});
