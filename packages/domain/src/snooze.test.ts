import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBankDays, bankDateOf, closeOfBusiness, isBankDay } from './bank-calendar.ts';
import { OBLIGATION_KINDS } from './obligations.ts';
import { isSnoozed, snoozableUntil, snoozeChoices, snoozeFault } from './snooze.ts';

const MONDAY = '2026-11-30T15:00:00.000Z';
const dueOn = (day: string) => closeOfBusiness(day);

describe('a task is put off', () => {
  it('until a bank day that is to come', () => {
    const task = { kind: 'invoice_decision', dueAt: dueOn('2026-12-04') } as const;
    expect(snoozeFault(task, '2026-12-02', MONDAY)).toBeNull();
    expect(snoozeFault(task, '2026-11-30', MONDAY)).toBe('Choose a later day.');
    expect(snoozeFault(task, '2026-12-05', MONDAY)).toMatch('no weekend');
    expect(snoozeFault(task, '2026-12-24', MONDAY)).toMatch('an earlier day');
  });

  it('past its due date only where the date is the firm’s own', () => {
    const day = '2026-12-03';
    expect(snoozeFault({ kind: 'invoice_decision', dueAt: dueOn('2026-12-01') }, day, MONDAY)).toBeNull();
    expect(snoozeFault({ kind: 'dispute', dueAt: dueOn('2026-12-01') }, day, MONDAY)).toMatch('earlier day');
    expect(snoozeFault({ kind: 'trust_transfer', dueAt: dueOn('2026-11-27') }, day, MONDAY)).toMatch(
      'is due',
    );
  });

  it('and is back on the morning of that day', () => {
    expect(isSnoozed('2026-12-01', MONDAY)).toBe(true);
    expect(isSnoozed('2026-12-01', '2026-12-01T12:00:00.000Z')).toBe(false);
    expect(isSnoozed(null, MONDAY)).toBe(false);
  });

  it('by offers that are all accepted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...OBLIGATION_KINDS),
        fc.integer({ min: -20, max: 30 }),
        fc.integer({ min: 0, max: 400 }),
        (kind, dueIn, later) => {
          const now = new Date(Date.parse(MONDAY) + later * 86_400_000).toISOString();
          const dueAt = new Date(Date.parse(now) + dueIn * 86_400_000).toISOString();
          const task = { kind, dueAt };
          for (const day of snoozeChoices(task, now)) {
            expect(isBankDay(day)).toBe(true);
            expect(snoozeFault(task, day, now)).toBeNull();
          }
          const last = snoozableUntil(task, now);
          if (kind === 'dispute' && last !== null) expect(last <= bankDateOf(dueAt)).toBe(true);
          if (last !== null) expect(last <= addBankDays(bankDateOf(now), 10)).toBe(true);
        },
      ),
    );
  });
});
