import { describe, expect, it } from 'vitest';
import { dormantOn, namesCheck } from './unclaimed.ts';

describe('a line of the bank', () => {
  it.each([
    ['CHECK 1042', '1042'],
    ['Check #0001042 paid', 'Check 1042'],
    ['1042', '1042 and 88 from trust'],
    ['CHK:1042', 'no. 1042'],
  ])('%j names the check %j', (description, reference) => {
    expect(namesCheck(description, reference)).toBe(true);
  });

  it.each([
    ['CHECK 10421', '1042'],
    ['CHECK 1043', '1042'],
    ['POS 1,042.00', '1042'],
    ['ACH TX1042', '1042'],
    ['CHECK 42', '42'],
    ['Deposit', '1042'],
    ['CHECK 1042', 'by hand'],
  ])('%j does not name the check %j', (description, reference) => {
    expect(namesCheck(description, reference)).toBe(false);
  });
});

describe('money without contact', () => {
  it('is presumed abandoned so many years later, by the calendar', () => {
    expect(dormantOn('2026-11-30', 2)).toBe('2028-11-30');
    expect(dormantOn('2028-02-29', 3)).toBe('2031-03-01');
    expect(dormantOn('2028-02-29', 4)).toBe('2032-02-29');
  });

  it('has no such day where we do not know the rule', () => {
    expect(dormantOn('2026-11-30', null)).toBeNull();
  });
});
