import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRUST_MOVES } from './obligations.ts';
import { stepDateFault, stepDateRange, type DatedMove } from './trust-step-dates.ts';

const REQUESTED_ON = '2026-11-20';
const TODAY = '2026-12-04';
const day = fc
  .integer({ min: -10, max: 40 })
  .map((days) => new Date(Date.UTC(2026, 10, 20 + days)).toISOString().slice(0, 10));

describe('the date of a trust step', () => {
  it('is taken exactly where it lies in the range, so that recorded dates never run backwards', () => {
    fc.assert(
      fc.property(fc.tuple(day, day, day, day), (dates) => {
        const recorded: DatedMove[] = [];
        for (const [place, step] of TRUST_MOVES.entries()) {
          const date = dates[place] ?? TODAY;
          const around = { requestedOn: REQUESTED_ON, today: TODAY, recorded };
          const { earliest, latest } = stepDateRange(step, around);
          const isTaken = stepDateFault(step, date, around) === null;
          expect(isTaken).toBe(earliest <= date && date <= latest);
          if (!isTaken) return;
          expect(date >= REQUESTED_ON && date <= TODAY).toBe(true);
          expect(recorded.every((before) => before.date <= date)).toBe(true);
          recorded.push({ step, date });
        }
      }),
    );
  });

  it('may be corrected to any day between its neighbours, whatever it was', () => {
    fc.assert(
      fc.property(fc.tuple(day, day, day), day, fc.nat(2), (dates, corrected, place) => {
        const recorded = TRUST_MOVES.flatMap((step, index) => {
          const date = dates.toSorted()[index];
          return date === undefined ? [] : [{ step, date }];
        });
        const step = TRUST_MOVES[place] ?? 'payment';
        const around = { requestedOn: REQUESTED_ON, today: TODAY, recorded };
        const { earliest, latest } = stepDateRange(step, around);
        expect(stepDateFault(step, corrected, around) === null).toBe(
          earliest <= corrected && corrected <= latest,
        );
        expect(earliest >= (recorded[place - 1]?.date ?? REQUESTED_ON)).toBe(true);
        expect(latest <= (recorded[place + 1]?.date ?? TODAY)).toBe(true);
      }),
    );
  });

  it.each([
    ['payment', '2025-01-01', 'the refund was requested on 2026-11-20'],
    ['payment', '2026-12-05', 'that day has not come'],
    ['payment', '2026-12-03', 'the deposit comes after it, and is dated 2026-12-02'],
    ['transfer', '2026-12-01', 'the deposit comes before it, and is dated 2026-12-02'],
  ] as const)('of the %s cannot be %s: %s', (step, date, why) => {
    const recorded = [{ step: 'deposit', date: '2026-12-02' }] as const;
    expect(stepDateFault(step, date, { requestedOn: REQUESTED_ON, today: TODAY, recorded })).toContain(why);
  });
});
