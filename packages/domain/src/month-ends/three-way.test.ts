import { describe, expect, it } from 'vitest';
import { money } from '../money.ts';
import type { BookEntry, ReconciliationFacts, StatementLine } from './reconciliation-facts.ts';
import { reconcileThreeWays } from './three-way.ts';

const ledger = (key: string, balance: number) => ({ key, name: key, balance: money(balance) });
const entry = (postingId: string, on: string, amount: number, clearedOn: string | null): BookEntry => ({
  ...{ postingId, about: postingId, on, clearedOn, isTakenBack: false },
  amount: money(amount),
});
const line = (
  lineId: string,
  date: string,
  amount: number,
  bookedOn: string | null,
  bookedAmount: number | null = bookedOn === null ? null : amount,
): StatementLine => ({
  ...{ lineId, date, description: lineId, bookedOn },
  amount: money(amount),
  bookedAmount: bookedAmount === null ? null : money(bookedAmount),
});

type Facts = ReconciliationFacts<BookEntry, StatementLine>;

/** Page 1 of the specification's example: November 2026. */
const NOVEMBER: Facts = {
  ledgers: [ledger('B', 20_000_00), ledger('C', 7_400_00), ledger('FIRM', 100_00), ledger('A', 0)],
  journal: money(27_500_00),
  statement: {
    ...{ from: '2026-11-01', to: '2026-11-30', begunOn: '2026-10-01', scope: 'full' },
    opening: money(28_350_00),
    closing: money(28_353_12),
    previousClosing: money(28_350_00),
  },
  entries: [
    entry('po_88', '2026-11-30', 400_00, '2026-12-02'),
    entry('TC-1044', '2026-11-27', -1_250_00, '2026-12-01'),
    entry('cleared', '2026-11-03', 50_00, '2026-11-03'),
  ],
  lines: [line('interest', '2026-11-30', 3_12, '2026-12-01')],
  oneSided: [],
};

describe('the three-way reconciliation', () => {
  it('has the numbers of the example, line by line', () => {
    const page = reconcileThreeWays(NOVEMBER);
    expect(page).toMatchObject({
      line1: { total: 27_500_00 },
      line1a: { total: 0, ledgers: [] },
      line2: 27_500_00,
      line3: { endingOn: '2026-11-30', balance: 28_353_12 },
      line4: { count: 1, total: 400_00, items: [{ postingId: 'po_88' }] },
      line5: { count: 1, total: 1_250_00, items: [{ postingId: 'TC-1044' }] },
      line5a: { count: 1, total: 3_12, items: [{ lineId: 'interest' }] },
      line6: 27_500_00,
      line7: { bankLessJournal: 0, journalLessClients: 0 },
      agrees: true,
      differences: [],
    });
  });

  it('shows what cleared since in the next month as cleared, and nothing of it outstanding', () => {
    const december = {
      ...NOVEMBER.statement,
      ...{ from: '2026-12-01', to: '2026-12-31', previousClosing: money(28_353_12) },
      opening: money(28_353_12),
      closing: money(27_500_00),
    };
    const lines = [
      line('transfer', '2026-12-01', -1_250_00, '2026-11-27'),
      line('remitted', '2026-12-01', -3_12, '2026-12-01'),
      line('batch', '2026-12-02', 400_00, '2026-11-30'),
      line('interest', '2026-11-30', 3_12, '2026-12-01'),
    ];
    const page = reconcileThreeWays({ ...NOVEMBER, statement: december, lines });
    expect([page.line4.count, page.line5.count, page.line5a.count, page.agrees]).toEqual([0, 0, 0, true]);
  });
});

describe('a difference is said with where it is', () => {
  const differencesOf = (facts: Partial<Facts>) => {
    const { agrees, differences } = reconcileThreeWays({ ...NOVEMBER, ...facts });
    return { agrees, found: differences.map(({ where, amount, ids }) => ({ where, amount, ids })) };
  };

  it('a line that the import lost', () => {
    const statement = { ...NOVEMBER.statement, closing: money(28_338_12) };
    expect(differencesOf({ statement })).toEqual({
      agrees: false,
      found: [{ where: 'statement', amount: -15_00, ids: [] }],
    });
  });

  it('a statement between this one and the one before', () => {
    const statement = { ...NOVEMBER.statement, previousClosing: money(28_000_00) };
    expect(differencesOf({ statement }).found).toContainEqual({
      ...{ where: 'carried_forward', amount: 350_00, ids: [] },
    });
  });

  it('a line matched with another amount', () => {
    const lines = [...NOVEMBER.lines, line('deposit', '2026-11-03', 45_00, '2026-11-03', 50_00)];
    const statement = { ...NOVEMBER.statement, closing: money(28_398_12) };
    const { found } = differencesOf({ lines, statement, journal: money(27_550_00) });
    expect(found).toContainEqual({ where: 'matches', amount: -5_00, ids: ['deposit'] });
  });

  it('a line of the bank that nobody booked, though the numbers agree, where everything is booked', () => {
    const lines = [...NOVEMBER.lines, line('unknown', '2026-11-20', -500_00, null)];
    const statement = { ...NOVEMBER.statement, closing: money(27_853_12) };
    const is = { where: 'bank_items', amount: -500_00, ids: ['unknown'] };
    expect(differencesOf({ lines, statement })).toEqual({ agrees: false, found: [is] });
    const { line7 } = reconcileThreeWays({ ...NOVEMBER, lines, statement });
    expect(line7).toEqual({ bankLessJournal: 0, journalLessClients: 0 });
    const schedule = { ...statement, scope: 'schedule' } as const;
    expect(differencesOf({ lines, statement: schedule })).toEqual({ agrees: true, found: [] });
  });

  it('a posting that moved the journal and no ledger, and a ledger that is negative', () => {
    const oneSided = [{ postingId: 'post_9', amount: money(10_00) }];
    const ledgers = [
      ledger('B', 20_000_00),
      ledger('C', 8_640_00),
      ledger('FIRM', 100_00),
      ledger('A', -1_250_00),
    ];
    expect(differencesOf({ oneSided, ledgers })).toEqual({
      agrees: false,
      found: [
        { where: 'negative_ledgers', amount: -1_250_00, ids: ['A'] },
        { where: 'ledgers', amount: 10_00, ids: ['post_9'] },
      ],
    });
  });

  it('two errors that cancel out are two differences', () => {
    const statement = {
      ...NOVEMBER.statement,
      ...{ closing: money(28_363_12), previousClosing: money(28_360_00) },
    };
    const { found } = differencesOf({ statement, journal: money(27_500_00) });
    expect(found.map(({ where }) => where)).toEqual(['statement', 'carried_forward', 'before_the_period']);
  });
});

it('a correction on one day is no outstanding item, and neither is what the first opening balance has', () => {
  const entries = [
    entry('wrong', '2026-11-05', -80_00, null),
    { ...entry('undone', '2026-11-05', 80_00, null), about: 'wrong' },
    entry('dated wrongly', '2026-11-06', -60_00, null),
    { ...entry('taken back', '2026-11-20', 60_00, null), about: 'dated wrongly', isTakenBack: true },
    entry('before the books', '2026-09-30', 70_00, null),
  ];
  const { line4, line5 } = reconcileThreeWays({ ...NOVEMBER, entries });
  expect([line4.count, line5.count]).toEqual([0, 0]);
});
