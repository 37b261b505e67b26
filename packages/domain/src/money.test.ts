import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZERO, formatMoney, money, negate, sum } from './money.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const anyAmount = fc.maxSafeInteger().map(money);

describe('money', () => {
  it('takes every safe integer as it is', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minorUnits) => {
        expect(money(minorUnits)).toBe(minorUnits === 0 ? 0 : minorUnits);
      }),
    );
    expect(money(MAX)).toBe(MAX);
    expect(money(-MAX)).toBe(-MAX);
  });

  it('refuses fractions, whatever their size', () => {
    fc.assert(
      fc.property(
        fc.double().filter((value) => !Number.isInteger(value)),
        (value) => {
          expect(() => money(value)).toThrow(RangeError);
        },
      ),
    );
  });

  it.each([0.1, 100.5, MAX + 1, -MAX - 1, 2 ** 60, Number.NaN, Infinity, -Infinity])(
    'refuses %d',
    (value) => {
      expect(() => money(value)).toThrow(
        new RangeError(`${value} is not an amount: money is a safe integer of minor units`),
      );
    },
  );

  it('has one zero only, so that equal amounts are the same value', () => {
    expect(Object.is(money(-0), 0)).toBe(true);
    expect(Object.is(ZERO, 0)).toBe(true);
    expect(Object.is(money(-1), -1)).toBe(true);
  });
});

describe('sum', () => {
  it('is zero for no amounts', () => {
    expect(sum([])).toBe(0);
  });

  it('adds up amounts of both signs', () => {
    expect(sum([money(150_00), money(-49_99), money(1)])).toBe(100_02);
  });

  it('is exact: the same as in integers without a limit, or refused where that is no safe integer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }).map(money)), (amounts) => {
        const exact = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        expect(BigInt(sum(amounts))).toBe(exact);
      }),
    );
    fc.assert(
      fc.property(anyAmount, anyAmount, (one, other) => {
        const exact = BigInt(one) + BigInt(other);
        if (exact >= -BigInt(MAX) && exact <= BigInt(MAX)) expect(BigInt(sum([one, other]))).toBe(exact);
        else expect(() => sum([one, other])).toThrow(RangeError);
      }),
    );
  });

  it('takes any iterable', () => {
    expect(sum(new Set([money(1), money(2)]))).toBe(3);
  });

  it('refuses a total past the safe integers rather than rounding it', () => {
    expect(() => sum([money(MAX), money(1)])).toThrow(RangeError);
    expect(() => sum([money(-MAX), money(-1)])).toThrow(RangeError);
  });
});

describe('negate', () => {
  it('turns an amount round, and twice gives it back', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(sum([amount, negate(amount)])).toBe(0);
        expect(negate(negate(amount))).toBe(amount);
      }),
    );
    expect(negate(money(1234))).toBe(-1234);
    expect(Object.is(negate(ZERO), 0)).toBe(true);
  });
});

describe('formatMoney', () => {
  it.each([
    [0, '$0.00'],
    [1, '$0.01'],
    [10, '$0.10'],
    [100, '$1.00'],
    [123456, '$1,234.56'],
    [100_000_000, '$1,000,000.00'],
    [-5, '-$0.05'],
    [-250_000, '-$2,500.00'],
    [MAX, '$90,071,992,547,409.91'],
    [-MAX, '-$90,071,992,547,409.91'],
  ])('writes %d minor units as %s', (minorUnits, text) => {
    expect(formatMoney(money(minorUnits), 'USD')).toBe(text);
  });

  it('loses no cent of any amount', () => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        const digits = formatMoney(amount, 'USD').replace(/[$,.]/g, '');
        expect(BigInt(digits)).toBe(BigInt(amount));
      }),
    );
  });
});
