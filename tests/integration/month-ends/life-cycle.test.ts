// A month end from its statement to the lock of its period (RP1, BK8), over the API as people use it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { confirmStateProfile } from '@makewhole/db/state-profiles/confirmations';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import { openMonthEndTasks } from '@makewhole/db/month-ends/month-end-tasks';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';
import { call, type Answer, type Schemas } from '../api/call.ts';
import { sessionOf, stepUp, type Session } from '../api/session.ts';
import { STATEMENTS, bookInTrust, importMonth, seedNovember, type November } from './november.ts';

let world: ApiWorld;
let november: November;
let admin: Session;
let lawyer: Session;
beforeAll(async () => {
  world = await createApiWorld();
  november = await seedNovember(world.db);
  for (const month of ['october', 'november'] as const)
    await importMonth(world.db, november, STATEMENTS[month]);
  admin = await sessionOf(world, november.firm, 'admin');
  lawyer = await sessionOf(world, november.firm, 'lawyer');
});
afterAll(() => world.stop());

type Binder = Schemas['MonthEndBinder'] & Pick<Schemas['Problem'], 'code' | 'detail'>;
const path = (rest = '') => `/v1/bank-accounts/${november.account.bankAccountId}/month-ends${rest}`;
const as = <Body = Binder>(who: Session | string, what: string, body?: unknown) =>
  call<Body>(world.url, what, {
    ...(typeof who === 'string' ? { key: who } : { headers: who.headers }),
    ...(body !== undefined && { body }),
  });
const list = () => as<Schemas['MonthEndPage']>(admin, `GET ${path()}`);

async function draftOf(endingOn: string): Promise<Binder> {
  const { body } = await list();
  const found = body.data.find((one) => one.endingOn === endingOn);
  return (await as(admin, `GET ${path(`/${found?.id}`)}`)).body;
}
const preparation = (binder: Binder, more = {}) => ({
  ...{ reconciledHash: binder.reconciledHash, position: 'Bookkeeper', mayTransfer: false, ...more },
});
const review = (binder: Binder) => ({ reconciledHash: binder.reconciledHash, barNumber: 'NY-123456' });

describe('a month end', () => {
  it('is opened by the statement of its month, as a schedule, and has the numbers of page 1', async () => {
    const { body } = await list();
    expect(body.data.map(({ endingOn, status, version }) => [endingOn, status, version])).toEqual([
      ['2025-11-30', 'draft', 1],
      ['2025-10-31', 'draft', 1],
    ]);
    const binder = await draftOf('2025-11-30');
    // December is not imported yet: the two items are outstanding without the day on which they cleared.
    expect(binder).toMatchObject({
      title: 'Online payments and refunds: schedule supporting your trust reconciliation',
      lines: {
        ...{ line1: 27_500_00, line1a: 0, line2: 27_500_00, line3: 28_353_12, line4: 400_00 },
        ...{ line5: 1_250_00, line5a: 3_12, line6: 27_500_00, bankLessJournal: 0, journalLessClients: 0 },
      },
      ...{ agrees: true, differences: [], previousClosing: 28_350_00 },
    });
  });

  it('is signed by people alone: a preparer, then a lawyer who just confirmed their identity', async () => {
    const binder = await draftOf('2025-11-30');
    const key = await giveKey(world.db, november.firm);
    const prepare = `POST ${path(`/${binder.id}/prepare`)}`;
    const sign = `POST ${path(`/${binder.id}/sign`)}`;
    const codeOf = async (answer: Promise<Answer<Binder>>) => (await answer).body.code;
    expect(await codeOf(as(key, prepare, preparation(binder)))).toBe('forbidden');
    expect(await codeOf(as(key, sign, review(binder)))).toBe('forbidden');
    expect(await codeOf(as(admin, sign, review(binder)))).toBe('forbidden');
    expect(await codeOf(as(lawyer, sign, review(binder)))).toBe('step_up_required');
    await stepUp(world, lawyer);
    expect(await codeOf(as(lawyer, sign, review(binder)))).toBe('month_end_not_prepared');
    const stale = preparation({ ...binder, reconciledHash: '0'.repeat(64) });
    expect(await codeOf(as(admin, prepare, stale))).toBe('month_end_changed');
    const both = await Promise.all([1, 2].map(() => as(admin, prepare, preparation(binder))));
    expect(both.map(({ status, body }) => [status, body.status])).toEqual([
      [200, 'prepared'],
      [200, 'prepared'],
    ]);
    await bookInTrust(world.db, november, 'B', 10_00, '2025-11-28');
    expect(await codeOf(as(lawyer, sign, review(binder)))).toBe('month_end_changed');
    const anew = await draftOf('2025-11-30');
    expect(await codeOf(as(lawyer, sign, review(anew)))).toBe('month_end_changed');
    expect((await as(admin, prepare, preparation(anew))).status).toBe(200);
    const signed = await Promise.all([1, 2].map(() => as(lawyer, sign, review(anew))));
    expect(signed.map(({ status, body }) => [status, body.status, body.signedBy])).toEqual([
      [200, 'signed', lawyer.principalId],
      [200, 'signed', lawyer.principalId],
    ]);
    expect(await codeOf(as(admin, prepare, preparation(anew)))).toBe('month_end_signed');
    const events = await world.db.execute(sql`
      SELECT type, data ->> 'contentHash' = ${signed[0]?.body.contentHash ?? ''} AS "isHash" FROM firm_events
      WHERE firm_id = ${november.firm.firmId} AND type LIKE 'month_end.%' ORDER BY seq`);
    expect([...events].at(-1)).toEqual({ type: 'month_end.signed', isHash: true });
  });

  it('locks its period: what is dated into it takes effect today, and says for which day it was meant', async () => {
    const causeId = await bookInTrust(world.db, november, 'C', -20_00, '2025-11-29');
    const [late] = await world.db.execute(sql`
      SELECT effective_on::text AS "effectiveOn", for_date::text AS "forDate" FROM postings
      WHERE cause_id = ${causeId}`);
    expect(late).toEqual({ effectiveOn: '2025-12-01', forDate: '2025-11-29' });
    const binder = await draftOf('2025-11-30');
    expect([binder.status, binder.lines.line2]).toEqual(['signed', 27_510_00]);
    await expect(
      world.db.execute(sql`
        WITH posting AS (
          INSERT INTO postings (id, firm_id, step, leg, at, effective_on, cause_id)
          VALUES ('post_forced', ${november.firm.firmId}, 'receipt', 'trust', now(), '2025-11-30', 'loss_forced')
          RETURNING id, firm_id)
        INSERT INTO ledger_entries (posting_id, line, firm_id, account, bank_account_id, matter_id, amount)
        SELECT id, line, firm_id, account, ${november.account.bankAccountId}, NULL, amount
        FROM posting, (VALUES (1, 'trust_bank', 5::bigint), (2, 'client_trust_liability', -5::bigint))
          AS entry (line, account, amount)`),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('locked up to 2025-11-30') } });
    await expect(
      world.db.execute(sql`UPDATE month_ends SET scope = 'full' WHERE status = 'signed'`),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('new version') } });
  });

  it('is not signed over a posting that was under way: the signature waits for it, and then sees it', async () => {
    const again = { endingOn: '2025-10-31', openingBalance: 0 };
    const { body: october } = await as<Schemas['MonthEnd']>(admin, `POST ${path()}`, again);
    const rows = await world.db.execute<{ day: string }>(
      sql`SELECT max(ending_on)::text AS day FROM month_ends WHERE status = 'signed'`,
    );
    expect([october.version, rows[0]?.day]).toEqual([1, '2025-11-30']);
    const wanted = { endingOn: '2026-01-15', closingBalance: 1, periodStart: '2026-01-01' };
    const { body: opened } = await as<Schemas['MonthEnd']>(admin, `POST ${path()}`, wanted);
    const { body: binder } = await as(admin, `GET ${path(`/${opened.id}`)}`);
    const explained = preparation(binder, { explanation: 'A test of two at once' });
    expect((await as(admin, `POST ${path(`/${opened.id}/prepare`)}`, explained)).status).toBe(200);
    let signing: Promise<Answer<Binder>> | undefined;
    await world.db.transaction(async (tx) => {
      await bookInTrust(tx, november, 'B', 30_00, '2026-01-10');
      signing = as(lawyer, `POST ${path(`/${opened.id}/sign`)}`, review(binder));
      await expect.poll(() => countWaiting()).toBeGreaterThan(0);
    });
    expect((await signing)?.body.code).toBe('month_end_changed');
  });

  it('changes later as version 2, and both are kept', async () => {
    const wanted = { endingOn: '2025-11-30', scope: 'full' };
    const { status, body } = await as<Schemas['MonthEnd']>(admin, `POST ${path()}`, wanted);
    expect([status, body.version, body.status, body.title]).toEqual([
      // Its books have no opening, whatever scope somebody chose.
      ...[201, 2, 'draft', 'Online payments and refunds: schedule supporting your trust reconciliation'],
    ]);
    expect((await list()).body.data.map(({ endingOn, version }) => [endingOn, version])).toEqual([
      ['2026-01-15', 1],
      ['2025-11-30', 2],
      ['2025-11-30', 1],
      ['2025-10-31', 1],
    ]);
  });

  it('that does not agree is prepared with an explanation alone', async () => {
    const wanted = { endingOn: '2025-12-31', closingBalance: 27_400_00, periodStart: '2025-12-01' };
    const opened = await as<Schemas['MonthEnd']>(admin, `POST ${path()}`, wanted);
    expect(opened.status).toBe(201);
    const binder = await draftOf('2025-12-31');
    expect([binder.agrees, binder.differences.map(({ where }) => where)]).toEqual([false, ['statement']]);
    const prepare = (more = {}) =>
      as(admin, `POST ${path(`/${binder.id}/prepare`)}`, preparation(binder, more));
    expect((await prepare()).body.code).toBe('difference_not_explained');
    expect((await prepare({ explanation: 'The bank is asked for the missing page.' })).status).toBe(200);
  });

  it('is nobody else’s, and refuses what it cannot open', async () => {
    const binder = await draftOf('2025-10-31');
    expect((await as(world.otherKey, `GET ${path(`/${binder.id}`)}`)).status).toBe(404);
    expect(
      (await as(world.otherKey, `POST ${path()}`, { endingOn: '2025-10-31', closingBalance: 1 })).status,
    ).toBe(404);
    const refused = [
      [{ endingOn: '2099-01-31', closingBalance: 1 }, 'is not over'],
      [{ endingOn: '2026-01-31' }, 'No imported statement ends on that day'],
      [{ endingOn: '2025-12-31', periodStart: '2025-11-15' }, 'must begin after the month end before'],
    ] as const;
    for (const [body, words] of refused) {
      const answer = await as(admin, `POST ${path()}`, body);
      expect([answer.status, answer.body.code]).toEqual([422, 'month_end_refused']);
      expect(answer.body.detail).toContain(words);
    }
    const operating = await as(admin, `POST /v1/bank-accounts/ba_nobody/month-ends`, {
      endingOn: '2025-10-31',
    });
    expect(operating.status).toBe(404);
  });
});

/** The sessions of this database that wait for a lock. */
async function countWaiting(): Promise<number> {
  const [row] = await world.db.execute<{ waiting: number }>(sql`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return row?.waiting ?? 0;
}

it('is owed each month: by the 15th prepared, by the 20th signed, and each is done by its signature', async () => {
  const other = await seedNovember(world.db);
  await importMonth(world.db, other, STATEMENTS.november);
  const open = (now: string) => openMonthEndTasks(world.db, { now: new Date(now), limit: 100 });
  const owed = async () => [
    ...(await world.db.execute(sql`
      SELECT kind, subject, status, (due_at AT TIME ZONE 'America/New_York')::date::text AS due FROM obligations
      WHERE bank_account_id = ${other.account.bankAccountId} ORDER BY subject, kind`)),
  ];
  await open('2025-12-01T12:00:00Z');
  await open('2025-12-02T12:00:00Z');
  expect(await owed()).toEqual([
    { kind: 'month_end', subject: '2025-11', status: 'open', due: '2025-12-15' },
    { kind: 'month_end_review', subject: '2025-11', status: 'open', due: '2025-12-20' },
  ]);
  const admin2 = await sessionOf(world, other.firm, 'admin');
  const page = await call<Schemas['MonthEndPage']>(
    world.url,
    `GET /v1/bank-accounts/${other.account.bankAccountId}/month-ends`,
    { headers: admin2.headers },
  );
  const queue = await as<Schemas['ObligationPage']>(admin2, 'GET /v1/obligations?kind=month_end');
  expect(queue.body.data[0]).toMatchObject({
    ...{ bankAccountId: other.account.bankAccountId, transactionId: '', refundId: null },
  });
  const at = `/v1/bank-accounts/${other.account.bankAccountId}/month-ends/${page.body.data[0]?.id}`;
  const { body: binder } = await as(admin2, `GET ${at}`);
  const explained = preparation(binder, { explanation: 'The first month' });
  expect((await as(admin2, `POST ${at}/prepare`, explained)).status).toBe(200);
  expect((await owed()).map(({ status }) => status)).toEqual(['done', 'open']);
});

describe('what is owed each month', () => {
  const tasksOf = async ({ account }: November) => [
    ...(await world.db.execute(sql`
      SELECT kind, subject, (due_at AT TIME ZONE 'America/New_York')::date::text AS due FROM obligations
      WHERE bank_account_id = ${account.bankAccountId} ORDER BY subject, kind`)),
  ];
  const openAt = (now: string) => openMonthEndTasks(world.db, { now: new Date(now), limit: 100 });

  it('is nothing about a month that no statement of the account shows', async () => {
    const november = await seedNovember(world.db);
    await importMonth(world.db, november, STATEMENTS.november);
    await openAt('2025-11-30T12:00:00Z');
    expect(await tasksOf(november)).toEqual([]);
    await openAt('2025-12-01T12:00:00Z');
    expect(await tasksOf(november)).toHaveLength(2);
  });

  it('follows what the lawyer confirmed: a quarter, and other days', async () => {
    const november = await seedNovember(world.db);
    await importMonth(world.db, november, STATEMENTS.november);
    const { firm } = november;
    const by = { firmId: firm.firmId, principalId: firm.people.lawyer, at: new Date('2025-11-30T12:00:00Z') };
    const reconciliationTerms = { every: 'quarter', dueDay: 8, reviewDay: 9, ownerDay: 12 } as const;
    await confirmStateProfile(world.db, by, {
      profile: STATE_PROFILES.ABA,
      barNumber: '1',
      reconciliationTerms,
    });
    await openAt('2025-12-01T12:00:00Z');
    expect(await tasksOf(november)).toEqual([]);
    await openAt('2026-01-02T12:00:00Z');
    expect(await tasksOf(november)).toEqual([
      { kind: 'month_end', subject: '2025-12', due: '2026-01-08' },
      { kind: 'month_end_review', subject: '2025-12', due: '2026-01-09' },
    ]);
  });
});
