import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalEndsAt, disputeDueAt, dueAt, reminderDaysFault, remindersOf } from './obligation-dates.ts';
import { OBLIGATION_KINDS, TRUST_STEPS } from './obligations.ts';

describe('dueAt', () => {
  it.each([
    ['over Thanksgiving', '2026-11-24T15:00:00Z', '2026-12-02T22:00:00Z'],
    ['over Christmas', '2026-12-21T15:00:00Z', '2026-12-29T22:00:00Z'],
    ['over a year end', '2026-12-30T15:00:00Z', '2027-01-07T22:00:00Z'],
    ['into summer time', '2026-03-06T15:00:00Z', '2026-03-13T21:00:00Z'],
    ['out of summer time', '2026-10-30T15:00:00Z', '2026-11-06T22:00:00Z'],
    ['opened on a Saturday', '2026-11-28T15:00:00Z', '2026-12-04T22:00:00Z'],
    ['opened after the cut-off, on the same Eastern date', '2026-11-25T01:00:00Z', '2026-12-02T22:00:00Z'],
  ])('is the close of business on the fifth bank day, %s', (_, openedAt, due) => {
    expect(dueAt(openedAt, 'invoice_decision')).toBe(due);
  });

  it('is the sooner the more it costs to wait, and the fifth bank day for all else', () => {
    const wednesday = '2026-11-25T15:00:00Z';
    const steps = TRUST_STEPS.map((step) => `trust_${step}` as const);
    const urgent = ['approval', 'trust_restore', 'trust_replenish', 'repayment', 'trace_missing', 'dispute'];
    const monthly = ['month_end', 'month_end_review'];
    const accounts = ['payout_unexplained', 'connection_broken', 'trust_balance_below_held', 'sync_stuck'];
    const sooner = [...urgent, ...accounts, ...steps, ...monthly];
    const others = OBLIGATION_KINDS.filter((kind) => !sooner.some((one) => one === kind));
    expect(steps.map((kind) => dueAt(wednesday, kind))).toEqual(steps.map(() => '2026-11-30T22:00:00Z'));
    expect(dueAt(wednesday, 'attention', 'payment_disputed')).toBe('2026-11-25T22:00:00Z');
    expect(dueAt(wednesday, 'attention', 'not_sent')).toBe('2026-11-30T22:00:00Z');
    expect(dueAt(wednesday, 'repayment')).toBe('2026-11-30T22:00:00Z');
    expect(dueAt(wednesday, 'payout_unexplained')).toBe('2026-11-30T22:00:00Z');
    expect(dueAt(wednesday, 'approval')).toBe('2026-11-30T22:00:00Z');
    expect(others.map((kind) => dueAt(wednesday, kind))).toEqual(others.map(() => '2026-12-03T22:00:00Z'));
  });

  it.each([
    ['the same day, if it opened in time for the bank', '2026-12-01T15:00:00Z', '2026-12-01T22:00:00Z'],
    ['the next day from 15:00 Eastern on', '2026-12-01T20:00:00Z', '2026-12-02T22:00:00Z'],
    ['the next bank day over a weekend', '2026-12-05T15:00:00Z', '2026-12-07T22:00:00Z'],
    ['the next bank day over Thanksgiving', '2026-11-25T21:00:00Z', '2026-11-27T22:00:00Z'],
  ])('of a bank transfer back to trust is %s', (_, openedAt, due) => {
    expect(dueAt(openedAt, 'trust_restore')).toBe(due);
  });

  it.each([
    ['before business closes', '2026-11-25T21:59:00Z', '2026-11-25T22:00:00Z'],
    ['after it, over Thanksgiving', '2026-11-25T22:00:00Z', '2026-11-27T22:00:00Z'],
    ['on a Saturday', '2026-11-28T15:00:00Z', '2026-11-30T22:00:00Z'],
  ])('is the same bank day for a trust account that is short, if it opened %s', (_, openedAt, due) => {
    expect(dueAt(openedAt, 'trust_replenish')).toBe(due);
  });

  it('of a dispute is two days before the deadline of the processor, and seven calendar days without one', () => {
    expect(disputeDueAt('2026-12-01T15:00:00Z', '2026-12-20T18:00:00Z')).toBe('2026-12-18T18:00:00.000Z');
    expect(disputeDueAt('2026-12-19T15:00:00Z', '2026-12-20T18:00:00Z')).toBe('2026-12-20T18:00:00Z');
    expect(disputeDueAt('2026-12-01T15:00:00Z', null)).toBe('2026-12-09T05:00:00Z');
  });

  it('of a month end is the 15th, and of its review the 20th; late, the next bank day', () => {
    expect(dueAt('2026-12-01T15:00:00Z', 'month_end')).toBe('2026-12-15T22:00:00Z');
    expect(dueAt('2026-12-01T15:00:00Z', 'month_end_review')).toBe('2026-12-20T22:00:00Z');
    expect(dueAt('2026-12-15T22:00:00Z', 'month_end')).toBe('2026-12-16T22:00:00Z');
    expect(remindersOf('month_end', '2026-12-01T15:00:00Z')).toEqual([
      { at: '2026-12-15T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-25T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
    expect(remindersOf('month_end', '2026-12-28T15:00:00Z')).toEqual([
      { at: '2026-12-29T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-29T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
  });

  it('never lies before the obligation opened, whenever that was', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...OBLIGATION_KINDS), (minute, kind) => {
        const openedAt = new Date(minute * 60_000).toISOString();
        expect(Date.parse(dueAt(openedAt, kind))).toBeGreaterThan(Date.parse(openedAt));
        expect(Date.parse(disputeDueAt(openedAt, null))).toBeGreaterThan(Date.parse(openedAt));
      }),
    );
  });
});

describe('the days that a firm chooses', () => {
  it('are those on which it reminds and escalates', () => {
    const plan = remindersOf('invoice_decision', '2026-11-24T15:00:00Z', {
      remindAfter: [1],
      escalateAfter: 2,
    });
    expect(plan).toEqual([
      { at: '2026-11-25T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-11-27T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
  });

  it.each([
    [[2, 5], 7, null],
    [[1], 60, null],
    [[], 7, /one to 5/],
    [[1, 2, 3, 4, 5, 6], 7, /one to 5/],
    [[5, 2], 7, /later/],
    [[2, 2], 7, /later/],
    [[2, 7], 7, /later/],
    [[0, 2], 7, /from 1 to 60/],
    [[2.5], 7, /from 1 to 60/],
    [[2], 61, /from 1 to 60/],
  ])('%j and %d: %s', (remindAfter, escalateAfter, fault) => {
    const said = reminderDaysFault({ remindAfter, escalateAfter });
    if (fault === null) expect(said).toBeNull();
    else expect(said).toMatch(fault);
  });
});

describe('remindersOf', () => {
  it('reminds on bank days 2 and 5 and escalates on bank day 7', () => {
    expect(remindersOf('invoice_decision', '2026-11-24T15:00:00Z')).toEqual([
      { at: '2026-11-27T14:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-02T14:00:00Z', kind: 'reminder', nth: 2 },
      { at: '2026-12-04T14:00:00Z', kind: 'escalation', nth: 1 },
    ]);
  });

  it('counts bank days over a weekend and a change of clocks', () => {
    expect(remindersOf('invoice_decision', '2026-03-06T15:00:00Z').map(({ at }) => at)).toEqual([
      '2026-03-10T13:00:00Z',
      '2026-03-13T13:00:00Z',
      '2026-03-17T13:00:00Z',
    ]);
  });

  it('reminds twice by the time it is due and escalates afterwards, whenever it opened', () => {
    const seconds = fc.integer({
      min: Date.parse('2020-01-01') / 1000,
      max: Date.parse('2040-12-31') / 1000,
    });
    fc.assert(
      fc.property(seconds, (second) => {
        const openedAt = new Date(second * 1000).toISOString();
        const [reminder, lastReminder, escalation] = remindersOf('attention', openedAt).map(({ at }) =>
          Date.parse(at),
        );
        const inOrder = [
          Date.parse(openedAt),
          reminder,
          lastReminder,
          Date.parse(dueAt(openedAt, 'attention')),
          escalation,
        ];
        expect(inOrder).toEqual([...new Set(inOrder)].sort((a, b) => Number(a) - Number(b)));
      }),
    );
  });
});

describe('the messages about an approval', () => {
  it('come after four hours, go to the owner on the next bank morning, and tell all when it is due', () => {
    expect(remindersOf('approval', '2026-12-01T15:00:00Z')).toEqual([
      { at: '2026-12-01T19:00:00.000Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-02T14:00:00Z', kind: 'escalation', nth: 1 },
      { at: '2026-12-03T22:00:00Z', kind: 'approval_overdue', nth: 1 },
    ]);
    expect(approvalEndsAt('2026-12-01T15:00:00Z')).toBe('2026-12-07T22:00:00Z');
  });

  it('come in order, and all before it is declined, whenever it opened', () => {
    const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2040, 0, 1) / 60_000 });
    fc.assert(
      fc.property(minutes, (minute) => {
        const openedAt = new Date(minute * 60_000).toISOString();
        const times = [...remindersOf('approval', openedAt).map(({ at }) => at), approvalEndsAt(openedAt)];
        const inOrder = times.map((at) => Date.parse(at));
        expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
        expect(inOrder[0]).toBeGreaterThan(minute * 60_000);
      }),
    );
  });
});

describe('the messages about clients’ money that is missing', () => {
  it('come the same afternoon and each bank morning, to the owners as well from the first', () => {
    const [first, second, third, ...rest] = remindersOf('trust_restore', '2026-12-01T15:00:00Z');
    expect([first, second, third]).toEqual([
      { at: '2026-12-01T21:00:00Z', kind: 'reminder', nth: 1 },
      { at: '2026-12-01T21:00:00Z', kind: 'escalation', nth: 1 },
      { at: '2026-12-02T14:00:00Z', kind: 'reminder', nth: 2 },
    ]);
    expect(rest).toHaveLength(19);
    expect(rest.at(-1)).toEqual({ at: '2026-12-15T14:00:00Z', kind: 'escalation', nth: 11 });
  });

  it('begin on the next bank morning if the afternoon is over, or the day is none', () => {
    expect(remindersOf('trust_restore', '2026-12-01T21:30:00Z')[0]?.at).toBe('2026-12-02T14:00:00Z');
    expect(remindersOf('trust_restore', '2026-12-05T15:00:00Z')[0]?.at).toBe('2026-12-07T14:00:00Z');
  });
});
