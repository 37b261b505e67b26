// A mistake of the bank and its correction: two lines that cancel each other out, and are nothing in the books.
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { listFirmEvents } from '@makewhole/db/events/list-firm-events';
import { isBankMistake, recordBankCorrection } from '@makewhole/db/month-ends/bank-corrections';
import { clearLine, clearUnambiguous, undoClearing } from '@makewhole/db/month-ends/clear-line';
import { readReconciliation } from '@makewhole/db/month-ends/read-reconciliation';
import { createTestDatabase } from '@makewhole/db/test-database';
import { asId, type BankLineId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { statementSection } from '@makewhole/domain/month-ends/binder-lists';
import { reconcileThreeWays } from '@makewhole/domain/month-ends/three-way';
import { bookInTrust, importMonth, seedNovember, type November } from './november.ts';

const database = await createTestDatabase(inject('databaseUrl'));
const connection = connect(database.appUrl);
const { db, sql } = connection;
afterAll(async () => {
  await connection.close();
  await database.drop();
});

/** The bank takes $75.00 by mistake on January 28, and gives it back on February 2. */
const JANUARY = {
  ...{ periodStart: '2026-01-01', opening: 27_500_00, closing: 27_425_00, closingDate: '2026-01-31' },
  lines: [['2026-01-28', -75_00, 'CHECK 2201']] as const,
};
const FEBRUARY = {
  ...{ periodStart: '2026-02-01', opening: 27_425_00, closing: 27_450_00, closingDate: '2026-02-28' },
  lines: [
    ['2026-02-02', 75_00, 'ENCODING ERROR CORRECTION'],
    ['2026-02-03', -75_00, 'CHECK 2202'],
    ['2026-02-04', 25_00, 'CORRECTION'],
  ] as const,
};

let november: November;
beforeEach(async () => {
  november = await seedNovember(db);
  await importMonth(db, november, JANUARY);
  await importMonth(db, november, FEBRUARY);
});

type Month = typeof JANUARY | typeof FEBRUARY;

async function reconcile({ periodStart: from, closingDate: to, opening, closing }: Month) {
  const facts = await readReconciliation(db, november.account, {
    ...{ from, to, begunOn: '2026-01-01', previousClosing: money(opening), scope: 'full' },
    ...{ opening: money(opening), closing: money(closing) },
  });
  if (facts === null) throw new Error('There are few rows');
  return { facts, page: reconcileThreeWays(facts) };
}

async function line(description: string): Promise<BankLineId> {
  const [row] = await sql`SELECT id FROM bank_lines WHERE firm_id = ${november.firm.firmId}
    AND description = ${description}`;
  return asId<BankLineId>(String(row?.['id']));
}

const by = () => ({ actor: november.firm.people.admin, at: new Date() });

async function correct(mistake: string, correction: string) {
  const lines = { mistakeLineId: await line(mistake), correctionLineId: await line(correction) };
  return recordBankCorrection(
    db,
    november.account,
    { ...lines, reason: 'The bank read 2201 as ours.' },
    by(),
  );
}

describe('a mistake of the bank and its correction', () => {
  it('is a bank item until the day of the correction, and nothing after it', async () => {
    expect((await reconcile(JANUARY)).page.differences).toMatchObject([{ where: 'bank_items' }]);
    expect(await correct('CHECK 2201', 'ENCODING ERROR CORRECTION')).toEqual({ kind: 'corrected' });
    expect(await correct('CHECK 2201', 'ENCODING ERROR CORRECTION')).toEqual({ kind: 'corrected' });
    const january = (await reconcile(JANUARY)).page;
    expect(january.line5a).toMatchObject({ count: 1, total: -75_00, items: [{ bookedOn: '2026-02-02' }] });
    expect([january.agrees, january.line6, january.line2]).toEqual([true, 27_500_00, 27_500_00]);
    const { facts, page } = await reconcile(FEBRUARY);
    expect(page.line5a.items.map(({ description }) => description)).toEqual(['CHECK 2202', 'CORRECTION']);
    expect(page.differences).toMatchObject([{ where: 'bank_items', amount: -50_00 }]);
    const rows = statementSection(facts).rows.map(({ matchedTo }) => matchedTo);
    expect(rows[0]).toMatch(/^mistake of the bank, .*: The bank read 2201 as ours\.$/);
    expect(rows.slice(1)).toEqual(['unmatched', 'unmatched']);
  });

  it('is refused where the two do not cancel out, in the wrong order, or for a line that is not there', async () => {
    expect(await correct('CHECK 2201', 'CORRECTION')).toEqual({ kind: 'amounts_differ' });
    expect(await correct('ENCODING ERROR CORRECTION', 'CHECK 2201')).toEqual({ kind: 'wrong_order' });
    expect(await correct('CHECK 2201', 'CHECK 2201')).toEqual({ kind: 'line_not_found' });
    expect(await correct('CHECK 2201', 'nothing')).toEqual({ kind: 'line_not_found' });
  });

  it('is matched with nothing else, by nobody, and a matched line is no mistake', async () => {
    await correct('CHECK 2201', 'ENCODING ERROR CORRECTION');
    expect(await correct('CHECK 2202', 'ENCODING ERROR CORRECTION')).toEqual({ kind: 'matched_already' });
    const lineId = await line('CHECK 2201');
    expect(await isBankMistake(db, november.account, [lineId])).toBe(true);
    await bookInTrust(db, november, 'B', -75_00, '2026-01-27');
    await clearUnambiguous(db, november.account, { from: '2026-01-01', to: '2026-01-31' }, new Date());
    const { page } = await reconcile(JANUARY);
    expect(page.line5).toMatchObject({ count: 1, items: [{ clearedOn: null }] });
    const postingIds = page.line5.items.map(({ postingId }) => postingId);
    const match = (id: BankLineId) => clearLine(db, november.account, { lineId: id, postingIds }, by());
    expect(await match(lineId)).toEqual({ kind: 'matched_already' });
    expect(await match(await line('CHECK 2202'))).toEqual({ kind: 'cleared' });
    expect(await undoClearing(db, november.account, lineId, by())).toBe(true);
    expect(await correct('CHECK 2202', 'ENCODING ERROR CORRECTION')).toMatchObject({
      kind: 'matched_already',
    });
  });

  it('stays on record when it is undone: by whom, and why', async () => {
    await correct('CHECK 2201', 'ENCODING ERROR CORRECTION');
    const undo = async () =>
      undoClearing(db, november.account, await line('ENCODING ERROR CORRECTION'), by());
    expect(await undo()).toBe(true);
    expect(await undo()).toBe(false);
    expect((await reconcile(JANUARY)).page.differences).toMatchObject([{ where: 'bank_items' }]);
    expect(await correct('CHECK 2201', 'ENCODING ERROR CORRECTION')).toEqual({ kind: 'corrected' });
    const kept = await sql`SELECT reason, matched_by, undone_by FROM bank_corrections
      WHERE firm_id = ${november.firm.firmId} ORDER BY id`;
    const { admin } = november.firm.people;
    expect(kept).toMatchObject([
      { reason: 'The bank read 2201 as ours.', matched_by: admin, undone_by: admin },
      { matched_by: admin, undone_by: null },
    ]);
    await expect(sql`UPDATE bank_corrections SET reason = 'Another'`).rejects.toThrow('only be undone');
    await expect(sql`DELETE FROM bank_corrections`).rejects.toThrow();
    const { data } = await listFirmEvents(db, november.firm.firmId, { before: undefined, limit: 3 });
    expect(data.map(({ type }) => type)).toEqual([
      'bank_line.corrected',
      'bank_line.correction_undone',
      'bank_line.corrected',
    ]);
  });
});
