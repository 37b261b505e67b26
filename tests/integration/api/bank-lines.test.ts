// The list of the bank's lines, matched or not, and what a firm's accounts are called by their bank.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStrictly } from '@makewhole/domain/fixtures/read-strict-csv';
import { createSmallFirm, type SmallFirm } from '../../support/small-firm.ts';
import { STATEMENTS, importMonth, seedNovember, type November } from '../month-ends/november.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { callAs, csvOf, ledgerBalance, listLines, ofxOf, sendStatement } from './bank-calls.ts';
import type { Schemas } from './call.ts';
import { sessionOf, type Session } from './session.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Page = Schemas['BankLinePage'] & Pick<Schemas['Problem'], 'code'>;

describe('the list of bank lines', () => {
  let november: November;
  let key: string;
  beforeAll(async () => {
    november = await seedNovember(world.db);
    key = await giveKey(world.db, november.firm, ['read']);
    for (const month of ['october', 'november', 'december'] as const)
      await importMonth(world.db, november, STATEMENTS[month]);
  });
  const words = (query: Readonly<Record<string, string>> = {}) => listLines(world.url, key, query);
  const list = async (query: string) =>
    (await callAs<Page>(world.url, key, `GET /v1/bank-lines?${query}`)).body;

  it('has every line once, newest day first, on whatever pages', async () => {
    const all = await words();
    expect(all).toHaveLength(8);
    expect([all[0], all.at(-1)]).toEqual([
      '2025-12-02 40000 Card batch po_88',
      '2025-10-01 10000 Transfer from operating',
    ]);
    expect(await words({ limit: '1' })).toEqual(all);
    expect(await words({ limit: '3' })).toEqual(all);
  });

  it('says what each is in the books, and what nothing explains', async () => {
    const { data } = await list('from=2025-11-30');
    const kinds = data.map(({ description, match }) => [description, match?.kind, match?.postingCount]);
    expect(kinds).toEqual([
      ['Card batch po_88', 'postings', 1],
      ['IOLTA remittance', 'postings', 1],
      ['Transfer TC-1044', 'postings', 1],
      ['Interest', 'postings', 1],
    ]);
    const { bankAccountId } = november.account;
    const admin = await sessionOf(world, november.firm, 'admin');
    const path = `/v1/bank-accounts/${bankAccountId}/line-matches`;
    const undone = data[0]?.id ?? '';
    await callAs(world.url, admin, `DELETE ${path}/${undone}`);
    expect(await words({ matched: 'false' })).toEqual(['2025-12-02 40000 Card batch po_88']);
    expect(await words({ matched: 'true' })).toHaveLength(7);
    const two = csvOf('2025-12-05,Check of another firm,-77.00', '2025-12-09,Reversal,77.00');
    await sendStatement(world.url, admin, two, { bankAccountId });
    const [reversal, mistake] = (await list('from=2025-12-05')).data;
    await callAs(world.url, admin, `POST /v1/bank-accounts/${bankAccountId}/line-corrections`, {
      ...{ mistakeLineId: mistake?.id, correctionLineId: reversal?.id, reason: 'The bank says so' },
    });
    expect((await list('from=2025-12-05')).data.map(({ match }) => match)).toMatchObject([
      { kind: 'bank_correction', lineId: mistake?.id, reason: 'The bank says so' },
      { kind: 'bank_mistake', lineId: reversal?.id },
    ]);
  });

  it.each([
    ['a text of the description, in whatever case', { q: 'iolta REM' }, 1],
    ['an amount, in or out', { q: '$1,250.00' }, 2],
    ['a text with the signs of a pattern', { q: 'po_8' }, 1],
    ['no such text', { q: '%' }, 0],
    ['days, both inclusive', { from: '2025-10-08', to: '2025-10-16' }, 2],
    ['at least an amount', { minAmount: '1000000' }, 1],
    ['at most an amount: money out', { maxAmount: '-1' }, 3],
    ['a kind of account', { account: 'operating' }, 0],
    ['no such account', { bankAccountId: 'ba_none' }, 0],
    ['no such statement', { statementId: 'bs_none' }, 0],
  ])('is narrowed by %s', async (_, query, count) => {
    expect(await words({ to: '2025-12-05', ...query })).toHaveLength(count);
  });

  it('is exported whole, with the same filters', async () => {
    const { text, headers } = await callAs(world.url, key, 'GET /v1/exports/bank-lines?to=2025-11-30');
    expect(headers.get('content-disposition')).toMatch(
      /filename="makewhole-bank-lines-\d{4}-\d\d-\d\d\.csv"/,
    );
    const [head, ...rows] = readStrictly(text);
    expect(head?.slice(0, 6)).toEqual([
      'Date',
      'Account',
      'Description',
      'Amount',
      'Currency',
      'In the books',
    ]);
    expect(rows.map((row) => row.slice(2, 6))).toEqual([
      ['Interest', '3.12', 'USD', 'postings'],
      ['Check deposit', '7000.00', 'USD', 'postings'],
      ['Wire', '20000.00', 'USD', 'postings'],
      ['ACH credit', '1250.00', 'USD', 'postings'],
      ['Transfer from operating', '100.00', 'USD', 'postings'],
    ]);
  });

  it('is another firm’s no more than theirs is ours, nor one for a viewer', async () => {
    const stranger = await giveKey(world.db, world.otherFirm);
    expect(await listLines(world.url, stranger)).toEqual([]);
    const viewer = await sessionOf(world, november.firm, 'viewer');
    expect((await callAs<Page>(world.url, viewer, 'GET /v1/bank-lines')).body.code).toBe('forbidden');
    for (const bad of [
      'cursor=x',
      'matched=1',
      'from=2025',
      'minAmount=a',
      'other=1',
      'from=0000-01-01',
      'from=2026-02-01&to=2026-01-01',
    ])
      expect([bad, (await list(bad)).code]).toEqual([bad, 'invalid_request']);
  });

  it('reads no whole table, however many lines the firm has', async () => {
    await world.db
      .execute(sql`INSERT INTO bank_lines (id, firm_id, statement_id, account, bank_account_id, line_key, date, amount, currency, description)
      SELECT 'bl_many_' || n, firm_id, statement_id, account, bank_account_id, 'many' || n, date '2020-01-01' + n / 20, n, currency, 'Wire ' || md5(n::text)
      FROM (SELECT * FROM bank_lines WHERE firm_id = ${november.firm.firmId} LIMIT 1) l, generate_series(1, 30000) n`);
    await world.db.execute(sql`ANALYZE bank_lines`);
    const rare = createHash('md5').update('29999').digest('hex');
    const firm = sql`firm_id = ${november.firm.firmId}`;
    const ordered = sql`ORDER BY date DESC, id DESC LIMIT 26`;
    const plans = [
      sql`SELECT id FROM bank_lines WHERE ${firm} ${ordered}`,
      sql`SELECT id FROM bank_lines WHERE ${firm} AND (date, id) < ('2021-01-01'::date, 'bl_a') ${ordered}`,
      sql`SELECT id FROM bank_lines WHERE ${firm} AND bank_account_id = ${november.account.bankAccountId} ${ordered}`,
    ];
    for (const plan of plans) {
      expect(JSON.stringify(await world.db.execute(sql`EXPLAIN ${plan}`))).not.toContain('Seq Scan');
    }
    // A table of this size is read as fast as the index of its texts: the planner is told what a larger one tells it.
    const searched = await world.db.transaction(async (tx) => {
      await tx.execute(sql`SET LOCAL enable_seqscan = off`);
      return tx.execute(
        sql`EXPLAIN SELECT id FROM bank_lines WHERE ${firm} AND lower(description) LIKE ${`%${rare}%`} ${ordered}`,
      );
    });
    expect(JSON.stringify(searched)).toContain('bank_lines_search');
    expect(await words({ q: rare.toUpperCase() })).toHaveLength(1);
  });
});

describe('the account of a file', () => {
  let firm: SmallFirm;
  let admin: Session;
  beforeAll(async () => {
    firm = await createSmallFirm(world.db, 0);
    admin = await sessionOf(world, firm, 'admin');
  });
  const file = (account: string, day: string) => ofxOf(account, [[day, '-1.00', `N${day}`, 'a']]);

  it('that has a new number is asked about, and a person answers', async () => {
    await sendStatement(world.url, admin, file('000111222', '0801'));
    const renumbered = file('555000999', '0901');
    const asked = await sendStatement(world.url, admin, renumbered);
    expect([asked.status, asked.body.code, asked.body.renumbering]).toEqual([
      409,
      'statement_of_other_account',
      { from: '1222', to: '0999' },
    ]);
    expect(asked.body.detail).toContain('ending in 1222; this file is for the one ending in 0999');
    const key = await giveKey(world.db, firm);
    const byKey = await sendStatement(world.url, key, renumbered, { isRenumbered: 'true' });
    expect([byKey.status, byKey.body.code]).toEqual([403, 'forbidden']);
    const told = await sendStatement(world.url, admin, renumbered, { isRenumbered: 'true' });
    expect([told.status, told.body]).toMatchObject([
      201,
      { renumberedFrom: '1222', accountLastFour: '0999' },
    ]);
    const [event] = await world.db
      .execute(sql`SELECT actor, data FROM firm_events WHERE firm_id = ${firm.firmId}
      AND type = 'bank_account.renumbered'`);
    expect(event).toMatchObject({ actor: admin.principalId, data: { from: '1222', to: '0999' } });
    // Both numbers are its own from now on, and no other account's.
    expect((await sendStatement(world.url, admin, file('000111222', '0701'))).body.renumberedFrom).toBeNull();
    expect((await sendStatement(world.url, admin, file('555000999', '1001'))).status).toBe(201);
    const elsewhere = { account: 'operating', isRenumbered: 'true' };
    for (const number of ['000111222', '555000999']) {
      const { body } = await sendStatement(world.url, admin, file(number, '1002'), elsewhere);
      expect([body.code, body.renumbering]).toEqual(['statement_of_other_account', undefined]);
    }
  });

  it('in which nothing moved keeps its balance in the month end and the list of lines', async () => {
    const quiet = ofxOf('000111222', [], ledgerBalance('98.00', '0731'));
    const { body } = await sendStatement(world.url, admin, quiet);
    expect(body).toMatchObject({ lines: 0, closingBalance: 98_00 });
    expect(await listLines(world.url, admin, { statementId: body.id })).toEqual([]);
    const path = `/v1/bank-accounts/${body.bankAccountId}/month-ends`;
    const { data } = (await callAs<Schemas['MonthEndPage']>(world.url, admin, `GET ${path}`)).body;
    expect(data).toMatchObject([{ endingOn: '2026-07-31', closingBalance: 98_00 }]);
    expect((await sendStatement(world.url, admin, quiet)).body).toMatchObject({ isRepeat: true });
    const read = await callAs<Schemas['BankStatement']>(
      world.url,
      admin,
      `GET /v1/bank-statements/${body.id}`,
    );
    expect(read.body).toMatchObject({ id: body.id, closingDate: '2026-07-31', setAside: null });
  });
});
