import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBankDays,
  bankDateOf,
  bankMorningAfter,
  closeOfBusiness,
  endOfDay,
  isBankDay,
  addCalendarDays,
  isSlowToBeSent,
  lateFrom,
  mustBeSentBy,
  returnableUntil,
  promiseFor,
} from './bank-calendar.ts';
import published from './fixtures/bank-days.json' with { type: 'json' };

const DAY_MS = 24 * 3_600_000;

const dateFromMs = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const daysApart = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

const anyDate = fc
  .integer({ min: Date.parse('2020-01-01') / DAY_MS, max: Date.parse('2040-12-31') / DAY_MS })
  .map((day) => dateFromMs(day * DAY_MS));
const anyInstant = fc
  .integer({ min: Date.parse('2020-01-01') / 1000, max: Date.parse('2040-12-31') / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString());
const fewDays = fc.nat({ max: 12 });

/** The Fed's rule written another way: from a date's own month, day and weekday, without a list of holidays. */
function fedSettlesOn(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  const weekday = at.getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  if (isFixedHoliday(at)) return false;
  if (weekday === 1 && isFixedHoliday(new Date(at.getTime() - DAY_MS))) return false;
  const day = at.getUTCDate();
  const nthOfMonth = Math.ceil(day / 7);
  const movable: Record<number, boolean> = {
    0: weekday === 1 && nthOfMonth === 3,
    1: weekday === 1 && nthOfMonth === 3,
    4: weekday === 1 && day > 31 - 7,
    8: weekday === 1 && nthOfMonth === 1,
    9: weekday === 1 && nthOfMonth === 2,
    10: weekday === 4 && nthOfMonth === 4,
  };
  return movable[at.getUTCMonth()] !== true;
}

function isFixedHoliday(at: Date): boolean {
  const juneteenth = at.getUTCFullYear() >= 2022 ? ['06-19'] : []; // the Fed's first was 2022's
  return ['01-01', '07-04', '11-11', '12-25', ...juneteenth].includes(at.toISOString().slice(5, 10));
}

describe('isBankDay', () => {
  it.each(published.isBankDay)('agrees with the published rule on $date: $bankDay', ({ date, bankDay }) => {
    expect(isBankDay(date)).toBe(bankDay);
  });

  it('agrees with an independent wording of the rule on every date from 2020 to 2040', () => {
    const disagreed: string[] = [];
    for (let ms = Date.parse('2020-01-01'); ms <= Date.parse('2040-12-31'); ms += DAY_MS) {
      const date = dateFromMs(ms);
      if (isBankDay(date) !== fedSettlesOn(date)) disagreed.push(date);
    }
    expect(disagreed).toEqual([]);
  });

  it('refuses a date that does not exist', () => {
    expect(() => isBankDay('2027-02-29')).toThrow(RangeError);
    expect(() => isBankDay('27 November')).toThrow(RangeError);
  });
});

describe('addBankDays', () => {
  it.each(published.addBankDays)('gives $to, $bankDays bank days after $from', ({ from, bankDays, to }) => {
    expect(addBankDays(from, bankDays)).toBe(to);
  });

  it('with 0 stays on a bank day and moves on from any other', () => {
    expect(addBankDays('2026-11-27', 0)).toBe('2026-11-27');
    expect(addBankDays('2026-11-26', 0)).toBe('2026-11-27');
    expect(addBankDays('2026-11-28', 0)).toBe('2026-11-30');
    expect(addBankDays('2027-07-03', 0)).toBe('2027-07-06');
  });

  it('always lands on a bank day, with exactly that many of them behind it', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 30 }), (from, bankDays) => {
        const to = addBankDays(from, bankDays);
        const passed = Array.from({ length: daysApart(from, to) }, (_, i) =>
          dateFromMs(Date.parse(from) + (i + 1) * DAY_MS),
        );
        expect(isBankDay(to)).toBe(true);
        expect(passed.filter(isBankDay)).toHaveLength(bankDays);
      }),
    );
    fc.assert(fc.property(anyDate, (from) => isBankDay(addBankDays(from, 0))));
  });

  it('composes: a and then b bank days are a + b bank days', () => {
    fc.assert(
      fc.property(anyDate, fewDays, fewDays, (from, a, b) => {
        const start = addBankDays(from, 0);
        expect(addBankDays(addBankDays(start, a), b)).toBe(addBankDays(start, a + b));
      }),
    );
  });

  it('never lets a later date or a larger number come earlier', () => {
    fc.assert(
      fc.property(anyDate, fc.nat({ max: 20 }), fewDays, fewDays, (from, later, a, more) => {
        const laterDate = dateFromMs(Date.parse(from) + later * DAY_MS);
        expect(addBankDays(laterDate, a) >= addBankDays(from, a)).toBe(true);
        expect(addBankDays(from, a + more) >= addBankDays(from, a)).toBe(true);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, Infinity])('refuses %d bank days', (bankDays) => {
    expect(() => addBankDays('2026-11-27', bankDays)).toThrow(
      `${bankDays} is not a number of bank days: it must be a whole number from 0 up`,
    );
  });
});

/** The stand-in's, and Stripe's for a card and for ACH. */
const SANDBOX = { from: 1, to: 2 };
const STRIPE = { card: { from: 5, to: 10 }, ach: { from: 1, to: 3 } };
const anyDays = fc
  .tuple(fc.nat({ max: 10 }), fc.nat({ max: 30 }))
  .map(([from, more]) => ({ from, to: from + more }));

describe('promiseFor', () => {
  it.each(published.promise)(
    'promises $earliest to $latest at $requestedAt',
    ({ requestedAt, ...promise }) => {
      expect(promiseFor(requestedAt, SANDBOX)).toEqual(promise);
    },
  );

  it('never promises an earlier date to a later request (B11)', () => {
    const gapSeconds = fc.oneof(fc.nat({ max: 7200 }), fc.nat({ max: 10 * 86_400 }));
    fc.assert(
      fc.property(anyInstant, gapSeconds, anyDays, (at, gap, days) => {
        const first = promiseFor(at, days);
        const later = promiseFor(new Date(Date.parse(at) + gap * 1000).toISOString(), days);
        expect(later.day0 >= first.day0).toBe(true);
        expect(later.earliest >= first.earliest).toBe(true);
        expect(later.latest >= first.latest).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('promises what the processor can keep: five to ten bank days for a card at Stripe', () => {
    const thanksgivingWeek = '2026-11-24T15:00:00Z';
    expect(promiseFor(thanksgivingWeek, STRIPE.card)).toEqual({
      ...{ day0: '2026-11-24', earliest: '2026-12-02', latest: '2026-12-09' },
    });
    expect(promiseFor(thanksgivingWeek, STRIPE.ach)).toEqual({
      ...{ day0: '2026-11-24', earliest: '2026-11-25', latest: '2026-11-30' },
    });
  });

  it('never promises an earlier date over a weekend whose Saturday evening is past the cut-off', () => {
    const saturdayEvening = promiseFor('2026-11-28T23:00:00Z', SANDBOX);
    const sundayMorning = promiseFor('2026-11-29T14:00:00Z', SANDBOX);
    expect(saturdayEvening).toEqual({ day0: '2026-11-30', earliest: '2026-12-01', latest: '2026-12-02' });
    expect(sundayMorning).toEqual(saturdayEvening);
  });

  it('is made of three bank days in a row, none before the Eastern date of the request', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        const { day0, earliest, latest } = promiseFor(at, SANDBOX);
        expect(isBankDay(day0)).toBe(true);
        expect(day0 >= bankDateOf(at)).toBe(true);
        expect(earliest).toBe(addBankDays(day0, 1));
        expect(latest).toBe(addBankDays(day0, 2));
      }),
    );
  });

  it.each([
    ['in winter', '2026-03-06T21:59:59.999Z', '2026-03-06T22:00:00Z', '2026-03-06', '2026-03-09'],
    [
      'after clocks go forward',
      '2026-03-09T20:59:59.999Z',
      '2026-03-09T21:00:00Z',
      '2026-03-09',
      '2026-03-10',
    ],
    ['before clocks go back', '2026-10-30T20:59:59.999Z', '2026-10-30T21:00:00Z', '2026-10-30', '2026-11-02'],
    ['after clocks go back', '2026-11-02T21:59:59.999Z', '2026-11-02T22:00:00Z', '2026-11-02', '2026-11-03'],
    ['at the end of a year', '2026-12-31T21:59:59.999Z', '2026-12-31T22:00:00Z', '2026-12-31', '2027-01-04'],
  ])('cuts off at 17:00 Eastern to the instant %s', (_, last, first, sameDay, nextDay) => {
    expect(promiseFor(last, SANDBOX).day0).toBe(sameDay);
    expect(promiseFor(first, SANDBOX).day0).toBe(nextDay);
  });

  it.each(['2026-03-08T06:59:59Z', '2026-03-08T07:00:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'])(
    'promises from the Monday on the Sunday when clocks change, at %s',
    (at) => {
      const monday = at.startsWith('2026-03') ? '2026-03-09' : '2026-11-02';
      expect(promiseFor(at, SANDBOX).day0).toBe(monday);
    },
  );

  it('reads an instant with an offset as the instant that it is', () => {
    expect(promiseFor('2026-11-24T17:00:00-05:00', SANDBOX)).toEqual(
      promiseFor('2026-11-24T22:00:00Z', SANDBOX),
    );
  });
});

describe('lateFrom', () => {
  it('is the end of the last day promised for a card and three bank days later for ACH, Eastern', () => {
    expect(lateFrom('2026-11-24', 'card', SANDBOX)).toBe('2026-11-28T05:00:00Z');
    expect(lateFrom('2026-11-24', 'ach', SANDBOX)).toBe('2026-12-03T05:00:00Z');
    expect(lateFrom('2026-11-24', 'card', STRIPE.card)).toBe('2026-12-10T05:00:00Z');
    expect(lateFrom('2026-11-24', 'ach', STRIPE.ach)).toBe('2026-12-04T05:00:00Z');
  });

  it('moves with daylight saving time', () => {
    expect(lateFrom('2026-03-04', 'card', SANDBOX)).toBe('2026-03-07T05:00:00Z');
    expect(lateFrom('2026-03-05', 'card', SANDBOX)).toBe('2026-03-10T04:00:00Z');
    expect(lateFrom('2026-10-29', 'card', SANDBOX)).toBe('2026-11-03T05:00:00Z');
  });

  it('never comes before the promise has run out', () => {
    fc.assert(
      fc.property(
        anyInstant,
        fc.constantFrom('card' as const, 'ach' as const),
        anyDays,
        (at, method, days) => {
          const { day0, latest } = promiseFor(at, days);
          expect(bankDateOf(lateFrom(day0, method, days)) > latest).toBe(true);
        },
      ),
    );
  });
});

describe('instants of bank days', () => {
  it.each([
    ['2026-11-24T15:00:00Z', 2, '2026-11-27T14:00:00Z'],
    ['2026-11-24T23:30:00Z', 1, '2026-11-25T14:00:00Z'],
    ['2026-11-25T04:59:59Z', 1, '2026-11-25T14:00:00Z'],
    ['2026-11-25T05:00:00Z', 1, '2026-11-27T14:00:00Z'],
    ['2026-03-06T15:00:00Z', 1, '2026-03-09T13:00:00Z'],
    ['2026-10-30T15:00:00Z', 1, '2026-11-02T14:00:00Z'],
    ['2026-12-31T15:00:00Z', 1, '2027-01-04T14:00:00Z'],
  ])('counts bank days from the Eastern date: %s + %i starts at %s', (at, bankDays, start) => {
    expect(bankMorningAfter(at, bankDays)).toBe(start);
  });

  it('knows the Eastern date of an instant around midnight, in winter and in summer', () => {
    expect(bankDateOf('2027-01-01T04:59:59Z')).toBe('2026-12-31');
    expect(bankDateOf('2027-01-01T05:00:00Z')).toBe('2027-01-01');
    expect(bankDateOf('2026-07-03T03:59:59Z')).toBe('2026-07-02');
    expect(bankDateOf('2026-07-03T04:00:00Z')).toBe('2026-07-03');
  });

  it('ends a day where the next one starts, also when it has 23 or 25 hours', () => {
    expect(endOfDay('2026-03-07')).toBe('2026-03-08T05:00:00Z');
    expect(endOfDay('2026-03-08')).toBe('2026-03-09T04:00:00Z');
    expect(endOfDay('2026-11-01')).toBe('2026-11-02T05:00:00Z');
    expect(endOfDay('2026-12-31')).toBe('2027-01-01T05:00:00Z');
  });

  it('closes business at 17:00 Eastern, in winter and in summer', () => {
    expect(closeOfBusiness('2026-11-27')).toBe('2026-11-27T22:00:00Z');
    expect(closeOfBusiness('2026-07-02')).toBe('2026-07-02T21:00:00Z');
  });
});

describe('the days in which a payment may come back', () => {
  it('end on the first bank day after the sixtieth calendar day from settlement', () => {
    expect(returnableUntil('2026-11-09T15:00:00Z')).toBe('2027-01-11');
    expect(returnableUntil('2026-03-02T15:00:00Z')).toBe('2026-05-04');
  });

  it('are calendar days, which holidays do not stretch', () => {
    expect(addCalendarDays('2026-11-09', 60)).toBe('2027-01-08');
  });
});

describe('the days in which a refund should reach the processor', () => {
  it('are seven bank days from the request, and a person looks on the fifth', () => {
    expect(mustBeSentBy('2026-11-24T15:00:00Z')).toBe('2026-12-04');
    expect(isSlowToBeSent('2026-11-24T15:00:00Z', '2026-12-02T04:59:00Z')).toBe(false);
    expect(isSlowToBeSent('2026-11-24T15:00:00Z', '2026-12-02T05:00:00Z')).toBe(true);
  });
});
