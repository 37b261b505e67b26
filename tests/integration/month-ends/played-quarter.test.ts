// A played quarter: two IOLTAs, twelve matters, and a bank that keeps its own accounts. Each month reconciles to the cent
// with the bank's statements (RP1); October, in which five mistakes are planted, does not, and says where. One company nets
// (BK4), and a client's check is cashed late or never (LW1).
import { expect, it } from 'vitest';
import { openTestDatabase } from '../../support/database.ts';
import { EVENTS } from './quarter-events.ts';
import { importMonth, matchByHand, nameOf, reconcile, signMonth, type Month } from './quarter-close.ts';
import { TRUST_ACCOUNTS, createQuarter, type TrustAccount } from './quarter-world.ts';

const { db, sql } = await openTestDatabase();
const quarter = await createQuarter(db);
let played = 0;

/** Plays what comes up to a day, and checks after each event what must never be. */
async function playUntil(day: string): Promise<void> {
  for (const [date, happening] of EVENTS.slice(played)) {
    if (date > day) return;
    await happening(quarter, date);
    played += 1;
    expect(await findHiddenShortages(), `on ${date}, after event ${played}`).toEqual([]);
  }
}

/** Client ledgers that are negative without a task to replenish them. */
function findHiddenShortages() {
  return sql`
    SELECT e.matter_id, e.bank_account_id, sum(-e.amount)::int AS balance FROM ledger_entries e
    WHERE e.account = 'client_trust_liability' GROUP BY 1, 2
    HAVING sum(-e.amount) < 0 AND NOT EXISTS (SELECT FROM obligations o
      WHERE o.kind = 'trust_replenish' AND o.subject = e.matter_id AND o.status = 'open')`;
}

type Expected = {
  readonly books: number;
  readonly deposits: readonly string[];
  readonly disbursements: readonly string[];
  readonly bankItems: readonly string[];
};
const CLEAR = { deposits: [], disbursements: [], bankItems: [] };

const MONTHS: readonly (Month & Readonly<Record<TrustAccount, Expected>>)[] = [
  {
    ...{ month: '2026-07', on: '2026-08-06' },
    matches: [
      // No statement had been imported when the transfer was recorded, so it has no task.
      ['main', 'TRANSFER whitfield', ['trust_payment whitfield']],
      ['closings', 'CARD BATCH 0721', ['receipt jones', 'receipt kim']],
    ],
    transfers: [],
    main: {
      ...{ books: 11_358_12, deposits: ['receipt kim 2'], bankItems: [] },
      disbursements: ['repaid castro check', 'repaid fox check'],
    },
    closings: {
      ...{ books: 8_065_00, deposits: ['receipt dunn net'], bankItems: [] },
      disbursements: ['trust_payment lopez'],
    },
  },
  {
    ...{ month: '2026-08', on: '2026-09-04' },
    matches: [
      ['closings', 'TRANSFER lopez', ['trust_payment lopez']],
      ['main', 'cushion_deposit 2026-08-03', ['cushion_deposit 2026-08-12']],
    ],
    transfers: [
      ['main', 'hale'],
      ['main', 'ellis'],
    ],
    main: {
      ...{ books: 8_175_00, deposits: ['trust_restore hale'] },
      disbursements: ['repaid castro check', 'trust_disbursement fox gross'],
      bankItems: ['interest_credited 2026-08-31'],
    },
    closings: { ...CLEAR, books: 9_535_70 },
  },
  {
    ...{ month: '2026-09', on: '2026-10-05', matches: [] },
    transfers: [['closings', 'kim']],
    main: {
      ...{ books: 9_160_00, deposits: ['receipt baker 2'], bankItems: [] },
      disbursements: ['repaid castro check'],
    },
    closings: { ...CLEAR, books: 7_235_70, disbursements: ['trust_payment grant 2'] },
  },
];

it.each(MONTHS)('reconciles $month to the cent, and is signed', async (month) => {
  await playUntil(month.on);
  await importMonth(quarter, month);
  await matchByHand(quarter, month);
  for (const account of TRUST_ACCOUNTS) await expectReconciled(account, month, month[account]);
  for (const account of TRUST_ACCOUNTS) {
    expect(await signMonth(quarter, account, month), account).toEqual(['prepared', 'signed']);
  }
});

async function expectReconciled(account: TrustAccount, month: Month, expected: Expected): Promise<void> {
  const { page } = await reconcile(quarter, account, month);
  const { books, deposits, disbursements, bankItems } = expected;
  const written = quarter.bank.statement(account, month.month);
  expect(page, account).toMatchObject({
    ...{ line1: { total: books }, line1a: { total: 0 }, line2: books, line6: books },
    line3: { balance: written.closing, endingOn: written.to },
    ...{ agrees: true, differences: [] },
  });
  expect(namesOf(page.line4.items), `${account}: deposits`).toEqual(deposits);
  expect(namesOf(page.line5.items), `${account}: disbursements`).toEqual(disbursements);
  expect(
    page.line5a.items.map(({ description }) => description),
    `${account}: bank`,
  ).toEqual(bankItems);
}

function namesOf(items: readonly Parameters<typeof nameOf>[1][]): string[] {
  return items.map((item) => nameOf(quarter, item));
}

it('takes what is found late for a locked month on the day that it is found, and says for which day it was', async () => {
  const late = await sql`
    SELECT p.step, p.for_date::text AS "forDate", p.effective_on::text AS "on" FROM postings p
    WHERE p.for_date IS NOT NULL ORDER BY p.step`;
  expect([...late]).toEqual([
    { step: 'cushion_deposit', forDate: '2026-07-31', on: '2026-08-12' },
    { step: 'receipt', forDate: '2026-07-30', on: '2026-08-12' },
  ]);
});

it('has each client’s money where it lies', async () => {
  const rows = await sql<{ account: string; number: string; balance: number }[]>`
    SELECT CASE e.bank_account_id WHEN ${quarter.accounts.main} THEN 'main' ELSE 'closings' END AS account,
      m.number, sum(-e.amount)::int AS balance
    FROM ledger_entries e JOIN matters m ON m.id = e.matter_id JOIN bank_accounts b ON b.id = e.bank_account_id
    WHERE e.account = 'client_trust_liability' GROUP BY 1, 2 HAVING sum(e.amount) <> 0 ORDER BY 1 DESC, 2`;
  expect(rows.map(({ account, number, balance }) => [account, number, balance])).toEqual([
    ['main', '2026-015', 6_330_00],
    ['main', '2026-021', 950_00],
    ['main', '2026-022', 1_100_00],
    ['main', '2026-024', 700_00],
    ['closings', '2026-017', 2_400_00],
    ['closings', '2026-018', 640_00],
    ['closings', '2026-019', 2_000_00],
    ['closings', '2026-020', 1_000_00],
    ['closings', '2026-023', 1_150_00],
  ]);
});

it('has in operating what the bank has there, once nothing is under way', async () => {
  const [books] = await sql<{ moved: number }[]>`
    SELECT sum(amount)::int AS moved FROM ledger_entries WHERE account = 'operating_bank'`;
  const [before, after] = [
    quarter.bank.statement('operating', '2026-07'),
    quarter.bank.statement('operating', '2026-10'),
  ];
  expect(books?.moved).toBe(after.closing - before.opening);
});

const october: Month = {
  ...{ month: '2026-10', on: '2026-11-04', matches: [] },
  transfers: [['closings', 'grant 2']],
  lost: 'bank_charge 2026-10-20',
};

it('does not reconcile October, and says where: what was booked wrongly, and what the import lost', async () => {
  await playUntil(october.on);
  await importMonth(quarter, october);
  await matchByHand(quarter, october);
  const { page: main } = await reconcile(quarter, 'main', october);
  expect(main).toMatchObject({
    ...{ agrees: false, line7: { bankLessJournal: -15_00, journalLessClients: 0 } },
    differences: [{ where: 'statement', amount: -15_00 }],
  });
  const { page: closings } = await reconcile(quarter, 'closings', october);
  expect(closings).toMatchObject({ agrees: false, differences: [{ where: 'bank_items', amount: 199_99 }] });
  const [unknown] = closings.differences;
  const lines = closings.line5a.items.filter(({ lineId }) => unknown?.ids.includes(lineId));
  expect(lines.map(({ date, amount, description }) => [date, amount, description])).toEqual([
    ['2026-10-07', 450_00, 'DEPOSIT irwin 2'],
    ['2026-10-13', 499_99, 'PAYOUT PO_74'],
    ['2026-10-15', -50_00, 'TRANSFER jones'],
    ['2026-10-16', -700_00, 'TRANSFER kim 2'],
  ]);
  // Where each should have been.
  expect(namesOf(main.line4.items)).toEqual(['receipt irwin 2']);
  expect(namesOf(main.line5.items)).toEqual([
    ...['repaid castro check', 'trust_payment kim 2', 'bank_charge 2026-10-20'],
  ]);
  expect(namesOf(closings.line4.items)).toEqual(['receipt hale net']);
  expect(namesOf(closings.line5.items)).toEqual(['trust_payment jones']);
  // It cannot be matched away, and nobody signs it without a word.
  const wrong: Month = { ...october, matches: [['closings', 'TRANSFER jones', ['trust_payment jones']]] };
  await expect(matchByHand(quarter, wrong)).rejects.toThrow('amounts_differ');
  const short: Month = { ...october, matches: [['closings', 'PAYOUT PO_74', ['receipt hale net']]] };
  await expect(matchByHand(quarter, short)).rejects.toThrow('amounts_differ');
  for (const name of ['jones', 'kim 2']) {
    const matched = matchByHand(quarter, { ...october, transfers: [['closings', name]] });
    await expect(matched, name).rejects.toThrow('lines_do_not_match');
  }
  for (const account of TRUST_ACCOUNTS) {
    expect(await signMonth(quarter, account, october)).toEqual(['not_explained', 'not_prepared']);
  }
  // Of a schedule it is no difference, and what was prepared as one is not signed as a reconciliation.
  const schedule = await reconcile(quarter, 'closings', october, 'schedule');
  expect(schedule.page.agrees).toBe(true);
  expect((await reconcile(quarter, 'closings', october)).reconciledHash).not.toBe(schedule.reconciledHash);
});

const UNTIL_IT_IS_STALE: readonly (Month & { readonly main: Expected })[] = [
  {
    ...{ month: '2026-11', on: '2026-12-03', transfers: [] },
    matches: [
      ['main', 'CORRECTION irwin 2', ['receipt irwin 2']],
      ['main', 'CORRECTION kim 2', ['trust_payment kim 2']],
    ],
    main: { ...CLEAR, books: 8_895_00, disbursements: ['repaid castro check'] },
  },
  {
    ...{ month: '2026-12', on: '2027-01-06', transfers: [], matches: [] },
    main: { ...CLEAR, books: 8_895_00, disbursements: ['repaid castro check'] },
  },
  {
    ...{ month: '2027-01', on: '2027-02-03', transfers: [], matches: [] },
    main: { ...CLEAR, books: 8_895_00 },
  },
];

it('reconciles October once its statement is imported whole', async () => {
  const whole: Month = { ...october, on: '2026-11-06', transfers: [], lost: undefined };
  await importMonth(quarter, whole);
  await expectReconciled('main', whole, {
    ...{ books: 8_895_00, deposits: ['receipt irwin 2'], bankItems: [] },
    disbursements: ['repaid castro check', 'trust_payment kim 2'],
  });
  expect(await signMonth(quarter, 'main', whole)).toEqual(['prepared', 'signed']);
});

it.each(UNTIL_IT_IS_STALE)('reconciles $month, with the check that nobody cashes', async (month) => {
  await playUntil(month.on);
  await importMonth(quarter, month);
  await matchByHand(quarter, month);
  await expectReconciled('main', month, month.main);
  expect(await signMonth(quarter, 'main', month)).toEqual(['prepared', 'signed']);
});

it('owes nothing more for the two checks, and paid each client once', async () => {
  const open = await sql`
    SELECT o.kind, y.payer_name FROM obligations o
    JOIN payments y ON y.firm_id = o.firm_id AND y.transaction_id = o.transaction_id AND y.type <> 'refund'
    WHERE o.kind IN ('repayment', 'unclaimed') AND o.status = 'open'`;
  // Of Hale's refund, which came back in August too, nobody has written a check yet.
  expect([...open]).toEqual([{ kind: 'repayment', payer_name: 'hale' }]);
  const rows = await sql<{ name: string; paid: number }[]>`
    SELECT y.payer_name AS name, sum(-e.amount)::int AS paid FROM postings p
    JOIN ledger_entries e ON e.posting_id = p.id AND e.account = 'trust_bank'
    JOIN payments y ON y.firm_id = p.firm_id AND y.transaction_id = p.transaction_id
    WHERE p.step IN ('repaid', 'check_voided') GROUP BY 1 ORDER BY 1`;
  expect([...rows]).toEqual([
    { name: 'castro check', paid: 560_00 },
    { name: 'fox check', paid: 310_00 },
  ]);
});
