import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { achWaitFault, bankDaysAtLeast, refundableAfter, waitsAsLong, type AchWait } from './ach-wait.ts';
import { addBankDays, bankDateOf, isBankDay, returnableUntil } from './bank-calendar.ts';

/** A Monday. */
const SETTLED = '2026-11-09T12:00:00Z';

const waits: fc.Arbitrary<AchWait> = fc.oneof(
  fc.integer({ min: 3, max: 40 }).map((bankDays) => ({ bankDays })),
  fc.integer({ min: 3, max: 60 }).map((calendarDays) => ({ calendarDays })),
);
const instants = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('an ACH payment that settled on Monday, November 9, 2026, can be refunded', () => {
  it.each<[AchWait, string]>([
    [{ bankDays: 3 }, '2026-11-13'],
    [{ bankDays: 5 }, '2026-11-17'],
    [{ calendarDays: 3 }, '2026-11-13'],
    [{ calendarDays: 10 }, '2026-11-20'],
    [{ calendarDays: 59 }, '2027-01-08'],
    [{ calendarDays: 60 }, '2027-01-11'],
  ])('after %o on %s', (wait, from) => {
    expect(refundableAfter(SETTLED, wait)).toBe(from);
  });
});

describe('a wait that a firm may set', () => {
  it.each<[AchWait, RegExp | null]>([
    [{ bankDays: 2 }, /^Wait at least 3 bank days/],
    [{ bankDays: 3 }, null],
    [{ bankDays: 40 }, null],
    [{ bankDays: 41 }, /^Wait at most 40 bank days\. For a longer wait give calendar days, up to 60/],
    [{ bankDays: 3.5 }, /^Give whole bank days, from 3 to 40/],
    [{ calendarDays: 2 }, /^Wait at least 3 calendar days/],
    [{ calendarDays: 60 }, null],
    [{ calendarDays: 61 }, /^Wait at most 60 calendar days/],
    [{ calendarDays: Number.NaN }, /^Give whole calendar days, from 3 to 60/],
  ])('is between its limits: %o', (wait, fault) => {
    if (fault === null) expect(achWaitFault(wait)).toBeNull();
    else expect(achWaitFault(wait)).toMatch(fault);
  });
});

describe('a wait', () => {
  it('is never shorter than three bank days, never longer than a return can take, and ends on a bank day', () => {
    fc.assert(
      fc.property(instants, waits, (settledAt, wait) => {
        const from = refundableAfter(settledAt, wait);
        expect(isBankDay(from)).toBe(true);
        expect(from >= addBankDays(addBankDays(bankDateOf(settledAt), 0), 3)).toBe(true);
        expect(from <= returnableUntil(settledAt)).toBe(true);
      }),
    );
  });

  it('that is as long as another lets no payment be refunded sooner', () => {
    fc.assert(
      fc.property(instants, waits, waits, (settledAt, one, other) => {
        if (!waitsAsLong(one, other)) return;
        expect(refundableAfter(settledAt, one) >= refundableAfter(settledAt, other)).toBe(true);
      }),
    );
  });

  it('is at least so many bank days', () => {
    fc.assert(
      fc.property(instants, waits, (settledAt, wait) => {
        const bankDays = Math.min(bankDaysAtLeast(wait), 35);
        expect(refundableAfter(settledAt, wait) >= refundableAfter(settledAt, { bankDays })).toBe(true);
      }),
    );
  });
});
