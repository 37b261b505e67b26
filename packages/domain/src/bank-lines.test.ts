import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEndOf, suggestEnds, type BankLine } from './bank-lines.ts';
import { asId, type BankLineId } from './ids.ts';
import { money } from './money.ts';

const TRANSFER = { amount: money(30_00), currency: 'USD', date: '2026-03-10', reference: 'Wire 77' } as const;

function line(id: string, changes: Partial<BankLine> = {}): BankLine {
  return {
    id: asId<BankLineId>(id),
    account: 'trust',
    date: '2026-03-10',
    amount: money(-30_00),
    currency: 'USD',
    description: 'TRANSFER',
    ...changes,
  };
}

test('the ends of a transfer leave trust and come into operating, in its very amount', () => {
  expect(isEndOf(line('a'), TRANSFER)).toBe(true);
  expect(isEndOf(line('a', { amount: money(30_00) }), TRANSFER)).toBe(false);
  expect(isEndOf(line('a', { account: 'operating', amount: money(30_00) }), TRANSFER)).toBe(true);
  expect(isEndOf(line('a', { account: 'operating' }), TRANSFER)).toBe(false);
  expect(isEndOf(line('a', { amount: money(-30_01) }), TRANSFER)).toBe(false);
});

test('the likeliest come first: who names the reference, then the nearest day; far days are not suggested', () => {
  const lines = [
    line('far', { date: '2026-03-21' }),
    line('near', { date: '2026-03-11' }),
    line('edge', { date: '2026-03-20' }),
    line('named', { date: '2026-03-13', description: 'OUT wire 77 ADLER' }),
    line('in', { account: 'operating', amount: money(30_00) }),
  ];
  const { trust, operating } = suggestEnds(TRANSFER, lines);
  expect(trust.map(({ id }) => id)).toEqual(['named', 'near', 'edge']);
  expect(operating.map(({ id }) => id)).toEqual(['in']);
});

test('what is suggested is always an end of the transfer, in whatever order the lines come', () => {
  const anyLine = fc.record({
    id: fc.uuid().map((id) => asId<BankLineId>(id)),
    account: fc.constantFrom('trust', 'operating'),
    date: fc.constantFrom('2026-03-09', '2026-03-10', '2026-03-12', '2026-04-01'),
    amount: fc.constantFrom(-30_00, 30_00, 29_99).map(money),
    currency: fc.constant('USD'),
    description: fc.constantFrom('wire 77', 'other'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyLine, { selector: ({ id }) => id }), (lines) => {
      const ends = suggestEnds(TRANSFER, lines);
      expect([...ends.trust, ...ends.operating].every((one) => isEndOf(one, TRANSFER))).toBe(true);
      expect(suggestEnds(TRANSFER, lines.toReversed())).toEqual(ends);
    }),
  );
});
