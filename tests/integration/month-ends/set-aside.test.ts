// A statement under a month end (ADR 61): a signed one keeps it, a new version lets it go, and nothing that was matched
// with its lines stays matched.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { importStatement } from '@makewhole/db/bank/import-statement';
import { listBankLines } from '@makewhole/db/bank/list-bank-lines';
import { listStatements } from '@makewhole/db/bank/list-statements';
import { setStatementAside } from '@makewhole/db/bank/set-aside-statement';
import { recordBankCorrection } from '@makewhole/db/month-ends/bank-corrections';
import { findVersions } from '@makewhole/db/month-ends/find-month-ends';
import { openMonthEnd } from '@makewhole/db/month-ends/open-month-end';
import { openMonthEndTasks } from '@makewhole/db/month-ends/month-end-tasks';
import { readBinder } from '@makewhole/db/month-ends/read-binder';
import { prepareMonthEnd, signMonthEnd } from '@makewhole/db/month-ends/sign-month-end';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { STATEMENTS, importMonth, seedNovember } from './november.ts';

const { db } = await openTestDatabase();
const november = await seedNovember(db);
const { firm, account } = november;
const { firmId } = firm;
const NOW = new Date('2026-02-03T15:00:00Z');
const by = { firmId, principalId: firm.people.owner, at: NOW };

for (const month of ['october', 'november'] as const) await importMonth(db, november, STATEMENTS[month]);

async function statementOf(closingDate: string): Promise<string> {
  const { data } = await listStatements(db, { firmId, limit: 100 });
  return data.find((one) => one.closingDate === closingDate && one.setAside === null)?.id ?? '';
}
const setAside = async (closingDate: string) =>
  setStatementAside(db, by, { id: await statementOf(closingDate), reason: 'It is of another account' });
const matchesOf = async () =>
  (await listBankLines(db, { firmId, limit: 100 }))?.data.map(({ description, match }) => [
    description,
    match?.kind ?? null,
  ]);
const newest = async (endingOn: string) => (await findVersions(db, account, endingOn))[0];

async function sign(endingOn: string): Promise<void> {
  const row = await newest(endingOn);
  if (row === undefined) throw new Error('There is no such month end');
  const reconciledHash = (await readBinder(db, row))?.reconciledHash ?? '';
  const signer = (actor: typeof firm.people.admin) => ({ actor, at: NOW, separateDuties: false });
  const says = { reconciledHash, position: 'Bookkeeper', mayTransfer: false, explanation: 'The first month' };
  const review = { reconciledHash, barNumber: 'NY-1', barState: null };
  expect(await prepareMonthEnd(db, account, row.id, says, signer(firm.people.admin))).toMatchObject({
    kind: 'done',
  });
  expect(await signMonthEnd(db, account, row.id, review, signer(firm.people.lawyer))).toMatchObject({
    kind: 'done',
  });
}

it('is kept while the newest version of a month end that rests on it is signed, and named by that', async () => {
  await sign('2025-11-30');
  const refused = await setAside('2025-11-30');
  expect(refused).toMatchObject({
    kind: 'signed',
    monthEnd: { endingOn: '2025-11-30', version: 1, signedBy: expect.any(String) as string },
  });
  // October's lines are named in it as well as in no other: it is not signed itself.
  expect((await matchesOf())?.length).toBe(5);
  const wanted = { endingOn: '2025-11-30' };
  expect(await openMonthEnd(db, account, wanted, { actor: firm.people.admin, at: NOW })).toMatchObject({
    kind: 'open',
    monthEnd: { version: 2 },
  });
  expect((await setAside('2025-11-30')).kind).toBe('set_aside');
  const [second, first] = await findVersions(db, account, '2025-11-30');
  expect([first?.status, second?.status]).toEqual(['signed', 'draft']);
});

it('leaves a draft that takes the balances of the right statement once that is here', async () => {
  const right = {
    ...STATEMENTS.november,
    closing: 28_353_10,
    lines: [['2025-11-30', 3_10, 'Interest']] as const,
  };
  await importMonth(db, november, right);
  const draft = await newest('2025-11-30');
  expect(draft).toMatchObject({
    ...{ version: 2, status: 'draft', closingBalance: 28_353_10 },
    statementId: await statementOf('2025-11-30'),
  });
  if (draft === undefined) return;
  const binder = await readBinder(db, draft);
  expect(binder?.page.line5a).toMatchObject({ count: 1, total: 3_10 });
});

it('ends every match of its lines, each kept with who ended it', async () => {
  await importMonth(db, november, STATEMENTS.december);
  const { bankAccountId } = account;
  const mistaken = [
    ['2026-01-05', -77_00, 'Check of another firm'],
    ['2026-01-09', 77_00, 'Reversal'],
  ] as const;
  const imported = await importStatement(db, {
    ...{ firmId, account: 'trust', bankAccountId, format: 'csv', sha256: randomUUID(), accountNumber: null },
    lines: mistaken.map(([date, amount, description]) => ({
      ...{ date, amount: money(amount), description, currency: 'USD' as const, bankId: null },
    })),
    closing: { balance: money(27_500_00), date: '2026-01-31' },
    ...{ importedBy: firm.people.admin, at: NOW },
  });
  if (imported.kind !== 'imported') throw new Error(imported.kind);
  const page = await listBankLines(db, { firmId, statementId: imported.statement.id, limit: 2 });
  const [reversal, mistake] = page?.data ?? [];
  if (reversal === undefined || mistake === undefined) throw new Error('The lines are not there');
  const pair = { mistakeLineId: mistake.id, correctionLineId: reversal.id, reason: 'The bank says so' };
  const actor = firm.people.admin;
  expect(await recordBankCorrection(db, account, pair, { actor, at: NOW })).toEqual({ kind: 'corrected' });
  expect((await matchesOf())?.slice(0, 3)).toEqual([
    ['Reversal', 'bank_correction'],
    ['Check of another firm', 'bank_mistake'],
    ['Card batch po_88', 'postings'],
  ]);
  expect((await setAside('2026-01-31')).kind).toBe('set_aside');
  expect((await setAside('2025-12-31')).kind).toBe('set_aside');
  const ended = await db.execute(sql`
    SELECT undone_by AS by FROM bank_corrections WHERE firm_id = ${firmId} AND undone_at IS NOT NULL
    UNION ALL SELECT undone_by FROM bank_clearings c JOIN bank_lines l ON l.id = c.line_id
      WHERE c.firm_id = ${firmId} AND l.date BETWEEN '2025-12-01' AND '2025-12-31' AND undone_at IS NOT NULL`);
  expect([...ended]).toEqual([1, 2, 3, 4].map(() => ({ by: firm.people.owner })));
  expect(await recordBankCorrection(db, account, pair, { actor, at: NOW })).toEqual({
    kind: 'line_not_found',
  });
  // Imported again, its lines explain themselves again.
  await importMonth(db, november, STATEMENTS.december);
  expect((await matchesOf())?.slice(0, 3).map(([, kind]) => kind)).toEqual([
    'postings',
    'postings',
    'postings',
  ]);
});

it('leaves books that balance, and a month end owed only where a statement stands', async () => {
  const [sums] = await db.execute(
    sql`SELECT sum(amount)::int AS sum FROM ledger_entries WHERE firm_id = ${firmId}`,
  );
  expect(sums).toEqual({ sum: 0 });
  const { data } = await listStatements(db, { firmId, limit: 100 });
  for (const { id, setAside: gone, closingDate } of data) {
    if (gone !== null || closingDate === '2025-11-30') continue;
    expect((await setStatementAside(db, by, { id, reason: 'All of them' })).kind).toBe('set_aside');
  }
  await openMonthEndTasks(db, { now: NOW, limit: 100 });
  // The right statement of November stands, and shows it.
  const owed = await db.execute(
    sql`SELECT kind, subject FROM obligations WHERE firm_id = ${firmId} ORDER BY kind`,
  );
  expect([...owed]).toEqual([
    { kind: 'month_end', subject: '2026-01' },
    { kind: 'month_end_review', subject: '2026-01' },
  ]);
  const [last] = (await listStatements(db, { firmId, limit: 100 })).data.filter(
    (one) => one.setAside === null,
  );
  const open = () =>
    db.execute(
      sql`SELECT subject FROM obligations WHERE firm_id = ${firmId} AND status = 'open' AND kind LIKE 'month_end%'`,
    );
  await setStatementAside(db, by, { id: last?.id ?? '', reason: 'None is ours' });
  expect([...(await open())]).toEqual([]);
  await openMonthEndTasks(db, { now: NOW, limit: 100 });
  expect([...(await open())]).toEqual([]);
  await importMonth(db, november, STATEMENTS.december);
  await openMonthEndTasks(db, { now: NOW, limit: 100 });
  expect([...(await open())]).toEqual([{ subject: '2026-01' }, { subject: '2026-01' }]);
});
