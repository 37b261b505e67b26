import { expect, test } from 'vitest';
import { parseAmount } from './money-input.ts';

test.each([
  ['1,234.56', 123_456],
  ['$1234.56', 123_456],
  [' 1234 ', 123_400],
  ['0.05', 5],
  ['1,234,567.00', 123_456_700],
])('%j is taken as %i cents', (text, cents) => {
  expect(parseAmount(text)).toBe(cents);
});

test.each(['', 'abc', '12.5', '12.345', '1,23.00', '-5.00', '1.234,56', '1e3', '12,34'])(
  '%j is no amount: nothing is rounded or guessed',
  (text) => {
    expect(parseAmount(text)).toBeNull();
  },
);
