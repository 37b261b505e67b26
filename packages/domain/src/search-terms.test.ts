import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, money } from './money.ts';
import { searchTerms } from './search-terms.ts';

const amountIn = (text: string) => searchTerms(text)?.[0]?.amount ?? null;

test.each([
  ['$1,800.00', 1_800_00],
  ['1800', 1_800_00],
  ['2,640', 2_640_00],
  ['$425', 425_00],
  ['0.50', 50],
  ['1,234,567.89', 1_234_567_89],
])('%s is an amount', (text, amount) => {
  expect(amountIn(text)).toBe(amount);
});

test.each(['1,80', '18,00.00', '425.5', '10231-002', 'txn_425', '$', '1.800,00', '-425', '9'.repeat(40)])(
  '%s is none',
  (text) => {
    expect(amountIn(text)).toBeNull();
  },
);

test('an amount that is typed as we show it is that amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e12 }), (cents) => {
      expect(amountIn(formatMoney(money(cents), 'USD'))).toBe(cents);
    }),
  );
});

test('words stand each once, without those that say nothing', () => {
  expect(searchTerms(' Keller  & Keller - Divorce\n')?.map(({ text }) => text)).toEqual([
    'Keller',
    'Divorce',
  ]);
  expect(searchTerms('  ')).toBeNull();
  expect(searchTerms('%')).toEqual([]);
  expect(searchTerms('Keller\0')).toEqual([]);
});
