import { expect, it } from 'vitest';
import { STATE_PROFILES } from '../state-profiles/all.ts';
import { RECONCILIATION_DEFAULT, isPeriodEnd, suggestedTerms, termsFault } from './reconciliation-terms.ts';

it('are suggested by each state within what can be confirmed', () => {
  for (const profile of Object.values(STATE_PROFILES)) expect(termsFault(suggestedTerms(profile))).toBeNull();
  expect(suggestedTerms(STATE_PROFILES.NY)).toEqual(RECONCILIATION_DEFAULT);
  expect(suggestedTerms(STATE_PROFILES.ABA).every).toBe('quarter');
});

it('follow the days that a profile has', () => {
  const reviewedOn = (value: number) => ({
    ...STATE_PROFILES.NY,
    values: {
      reviewDueDay: { value, source: 'A rule', readOn: '2026-11-28', reading: 'read' as const },
    },
  });
  expect(suggestedTerms(reviewedOn(10))).toMatchObject({ dueDay: 10, reviewDay: 10, ownerDay: 25 });
  expect(suggestedTerms(reviewedOn(31))).toMatchObject({ dueDay: 15, reviewDay: 28, ownerDay: 28 });
});

it.each([
  [{ dueDay: 0 }, 'Each is a day of the month from 1 to 28.'],
  [{ ownerDay: 29 }, 'Each is a day of the month from 1 to 28.'],
  [{ dueDay: 21 }, 'The reconciliation is due first'],
  [{ ownerDay: 19 }, 'The reconciliation is due first'],
])('are refused: %o', (change, words) => {
  expect(termsFault({ ...RECONCILIATION_DEFAULT, ...change })).toContain(words);
});

it('of a quarter end with its third month', () => {
  const ends = (every: 'month' | 'quarter') =>
    ['2026-09', '2026-10', '2026-12'].map((month) =>
      isPeriodEnd({ ...RECONCILIATION_DEFAULT, every }, month),
    );
  expect([ends('month'), ends('quarter')]).toEqual([
    [true, true, true],
    [true, false, true],
  ]);
});
