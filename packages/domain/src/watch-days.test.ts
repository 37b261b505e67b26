import { describe, expect, it } from 'vitest';
import { nextLook } from './watch-days.ts';

const DAY_MS = 86_400_000;
const settledAt = new Date('2026-11-24T15:00:00Z');

/** Every day on which a refund is looked at, if each look comes as soon as it is due. */
function looksOf(watchDays: number): number[] {
  const days: number[] = [];
  let look = nextLook({ settledAt, lookedAt: settledAt, watchDays });
  while (look !== null) {
    days.push((look.getTime() - settledAt.getTime()) / DAY_MS);
    look = nextLook({ settledAt, lookedAt: look, watchDays });
  }
  return days;
}

describe('a refund that was paid out is looked at again', () => {
  it.each([
    [0, []],
    [2, [1, 2]],
    [7, [1, 2, 3, 5, 7]],
    [40, [1, 2, 3, 5, 7, 10, 14, 21, 30, 40]],
    [45, [1, 2, 3, 5, 7, 10, 14, 21, 30, 45]],
    [70, [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 70]],
  ])('as long as it can fail, here %i days', (watchDays, days) => {
    expect(looksOf(watchDays)).toEqual(days);
  });

  it('once for all the looks that were missed', () => {
    const lookedAt = new Date(settledAt.getTime() + 6 * DAY_MS);
    expect(nextLook({ settledAt, lookedAt, watchDays: 45 })).toEqual(
      new Date(settledAt.getTime() + 7 * DAY_MS),
    );
  });

  it('and no more after its last day', () => {
    const lookedAt = new Date(settledAt.getTime() + 46 * DAY_MS);
    expect(nextLook({ settledAt, lookedAt, watchDays: 45 })).toBeNull();
  });
});
