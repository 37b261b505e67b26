import { expect, it } from 'vitest';
import { money } from '@makewhole/domain/money';
import { statedBalances } from './stated-balances.ts';

const line = (date: string, amount: number) => ({ date, amount: money(amount) });
const NOVEMBER = { periodStart: '2026-11-01', openingBalance: 28_350_00 };
const ENDS = { closingBalance: 28_353_12, closingDate: '2026-11-30' };
const TODAY = '2026-12-01';
const FILE = { lines: [line('2026-11-30', 3_12)], closing: null };

it('keeps the balances of a statement that adds up', () => {
  expect(statedBalances({ ...NOVEMBER, ...ENDS }, FILE, TODAY)).toEqual({
    kind: 'stated',
    values: {
      closing: { balance: 28_353_12, date: '2026-11-30' },
      openingBalance: 28_350_00,
      periodStart: '2026-11-01',
    },
  });
  const nothing = { closing: null, openingBalance: null, periodStart: null };
  expect(statedBalances({}, FILE, TODAY)).toEqual({ kind: 'stated', values: nothing });
});

it.each([
  ['a closing balance without its day', { closingBalance: 1 }, FILE, 'together'],
  ['a line too few', { ...NOVEMBER, ...ENDS, closingBalance: 28_338_12 }, FILE, '-$15.00 is missing'],
  [
    'another closing balance than the file has',
    ENDS,
    { ...FILE, closing: { balance: money(1), date: '2026-11-30' } },
    'The file ends with $0.01',
  ],
  [
    'a line of another month',
    { ...NOVEMBER, ...ENDS },
    { ...FILE, lines: [line('2026-12-01', 3_12)] },
    'outside',
  ],
  ['a line of tomorrow', {}, { ...FILE, lines: [line('2026-12-02', 3_12)] }, 'at your firm it is 2026-12-01'],
  ['an ending date of tomorrow', { ...ENDS, closingDate: '2026-12-02' }, FILE, 'a date of 2026-12-02'],
])('refuses %s, and says what to do', (_, stated, file, words) => {
  const outcome = statedBalances(stated, file, TODAY);
  expect(outcome.kind === 'refused' ? outcome.detail : outcome).toContain(words);
});
