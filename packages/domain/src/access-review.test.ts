import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewUse } from './access-review.ts';

const NOW = new Date('2026-11-29T09:15:00Z');
const DAY_MS = 86_400_000;
const ago = (days: number, ms = 0) => new Date(NOW.getTime() - days * DAY_MS - ms);
const kindOf = (lastUsed: number, told: number | null) =>
  reviewUse({ lastUsedAt: ago(lastUsed), toldAt: told === null ? null : ago(told) }, NOW).kind;

describe('a sign-in or key that nobody uses', () => {
  it('is told a week before its ninety days are over, and ends then', () => {
    expect(reviewUse({ lastUsedAt: ago(83, -1), toldAt: null }, NOW)).toEqual({ kind: 'used' });
    const told = reviewUse({ lastUsedAt: ago(83), toldAt: null }, NOW);
    expect(told).toEqual({ kind: 'tell', endsAt: new Date(NOW.getTime() + 7 * DAY_MS) });
    expect(kindOf(89, 6)).toBe('told');
    expect(kindOf(90, 7)).toBe('end');
  });

  it('never ends before the owners have known for a week, however long it was unused', () => {
    expect(kindOf(400, null)).toBe('tell');
    expect(kindOf(400, 6)).toBe('told');
    expect(kindOf(400, 7)).toBe('end');
  });

  it('starts over when it is used: a key of a monthly job stays', () => {
    expect(kindOf(30, 40)).toBe('used');
    expect(kindOf(84, 100)).toBe('tell');
  });

  it('ends only after ninety days and a week of notice, whatever the instants', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.option(fc.integer({ min: 0, max: 500 })),
        (used, told) => {
          if (kindOf(used, told) === 'end') {
            expect(used).toBeGreaterThanOrEqual(90);
            expect(told).toBeGreaterThanOrEqual(7);
          }
        },
      ),
    );
  });
});
