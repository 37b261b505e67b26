import { expect, test } from 'vitest';
import { money } from './money.ts';
import { pairRepeatedLines } from './pair-repeated-lines.ts';

const line = (description: string, bankId: string | null = null, amount = -5_00) => ({
  ...({ date: '2026-03-10', amount: money(amount), currency: 'USD', description, bankId } as const),
});

test('a line is the known one of its ID, else of its words, else of its day and amount', () => {
  const known = [line('Fee', 'W1'), line('Wire'), line('Fee'), line('Fee', 'W2', -6_00)];
  const [first, second, third, fourth] = known;
  expect(pairRepeatedLines([line('Anything', 'W1')], known)).toEqual([first]);
  expect(pairRepeatedLines([line('Wire', 'X')], known)).toEqual([second]);
  expect(pairRepeatedLines([line('Fee'), line('fee?', 'W1')], known)).toEqual([first, third]);
  expect(pairRepeatedLines([line('Other words', null, -6_00)], known)).toEqual([fourth]);
});

test('no known line is two of them, and one without a counterpart is none', () => {
  const known = [line('Fee'), line('Fee')];
  expect(pairRepeatedLines([line('Fee'), line('Fee'), line('Fee')], known)).toHaveLength(2);
  expect(pairRepeatedLines([line('Fee', null, 1)], known)).toEqual([]);
});
