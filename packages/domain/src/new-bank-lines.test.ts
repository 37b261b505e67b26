import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { StatementFormat } from './bank-lines.ts';
import { money } from './money.ts';
import { newBankLines } from './new-bank-lines.ts';

type Line = Parameters<typeof newBankLines>[0][number];

const line = (day: number, amount: number, description: string, bankId: string | null = null): Line => ({
  date: `2026-03-${String(day).padStart(2, '0')}`,
  amount: money(amount),
  currency: 'USD',
  description,
  bankId,
});
type Statement = readonly [StatementFormat, readonly Line[]];

/** The lines stored after importing these statements in order. */
function kept(...statements: readonly Statement[]) {
  return statements.reduce<(Line & { readonly format: StatementFormat })[]>(
    (known, [format, lines]) => [
      ...known,
      ...newBankLines(lines, format, known).map((one) => ({ ...one, format })),
    ],
    [],
  );
}
const countOf = (...statements: readonly Statement[]) => kept(...statements).length;

const WIRE = line(10, -900_000, 'WIRE OUT', 'F1');
const FEE = line(10, -25_00, 'WIRE FEE', 'F2');

describe('a statement that overlaps with an earlier one', () => {
  it('gives each line once, in whichever format and whatever words it comes', () => {
    const csv = [line(10, -900_000, 'Outgoing wire 77'), line(10, -25_00, 'Fee')];
    expect(countOf(['ofx', [WIRE, FEE]], ['ofx', [WIRE, FEE]])).toBe(2);
    expect(countOf(['csv', csv], ['ofx', [WIRE, FEE]])).toBe(2);
    expect(countOf(['ofx', [WIRE, FEE]], ['csv', csv], ['ofx', [FEE, WIRE]])).toBe(2);
    expect(countOf(['csv', [line(10, -500, 'PENDING')]], ['csv', [line(10, -500, 'POSTED')]])).toBe(1);
    const numbered = csv.map((one, nth) => ({ ...one, bankId: `TX-77${nth}` }));
    expect(countOf(['ofx', [WIRE, FEE]], ['csv', numbered])).toBe(2);
  });

  it('adds the equal lines that are more than there were', () => {
    const fee = line(10, -25_00, 'Fee');
    expect(countOf(['csv', [fee, fee]], ['csv', [fee, fee, fee]], ['csv', [fee]])).toBe(3);
    expect(countOf(['csv', [fee]], ['ofx', [FEE, { ...FEE, bankId: 'F3' }]])).toBe(2);
  });

  it('adds a line of the same words and amount that has an ID of its own', () => {
    expect(countOf(['ofx', [FEE]], ['ofx', [{ ...FEE, bankId: 'F3' }]])).toBe(2);
  });

  it('keeps no ID that was of another day or amount, nor the others of its file', () => {
    const march = [line(10, -30_00, 'A', '1'), line(11, 45_00, 'B', '2')];
    const april = [line(20, -900_000, 'C', '1'), line(21, 46_00, 'D', '2'), line(22, 12, 'E', '3')];
    const all = kept(['csv', march], ['csv', april], ['csv', april]);
    expect(all.map(({ description, bankId }) => [description, bankId])).toEqual([
      ['A', '1'],
      ['B', '2'],
      ['C', null],
      ['D', null],
      ['E', null],
    ]);
  });
});

test('of each day and amount there are as many lines as the statement with the most has', () => {
  const lines = fc.array(
    fc.record({
      day: fc.integer({ min: 1, max: 2 }),
      amount: fc.integer({ min: 1, max: 2 }),
      words: fc.constantFrom('x', 'y'),
    }),
    { maxLength: 8 },
  );
  const statement = fc.tuple(fc.constantFrom('csv' as const, 'ofx' as const), lines);
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 5 }), (drawn) => {
      const statements = drawn.map(
        ([format, said]) => [format, said.map(({ day, amount, words }) => line(day, amount, words))] as const,
      );
      const all = kept(...statements);
      for (const day of [1, 2]) {
        for (const amount of [1, 2]) {
          const countIn = (some: readonly Line[]) =>
            some.filter((one) => one.date === line(day, 0, '').date && one.amount === amount).length;
          expect(countIn(all)).toBe(Math.max(0, ...statements.map(([, some]) => countIn(some))));
        }
      }
    }),
  );
});
