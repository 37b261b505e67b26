import { expect, test } from 'vitest';
import { groupReasons } from './group-reasons.ts';

const NONE = { count: 0, amount: 0 };
const week = (count: number, amount: number) => ({
  week: '2026-11-23',
  outcomes: { succeeded: { count, amount }, in_flight: NONE, failed: NONE, ended_before_money: NONE },
});
const reason = (text: string, count: number, paidBack: number, template: string | null = null) => ({
  ...{ reason: text, template, count, amount: paidBack, paidBack },
});

test('what occurs again has a row of its own, and the rest is one row that makes the sum right', () => {
  const reasons = [
    reason('The client paid this invoice twice.', 3, 300, 'Paid twice'),
    reason('Wrong account', 2, 50),
    reason('Something that Daniel wrote', 1, 10),
  ];
  expect(groupReasons({ reasons, weeks: [week(4, 350), week(4, 40)] })).toEqual([
    { label: 'Paid twice', count: 3, paidBack: 300 },
    { label: 'Wrong account', count: 2, paidBack: 50 },
    { label: 'Other reasons', count: 3, paidBack: 40 },
  ]);
});

test('nothing is left over where every reason has its row', () => {
  const reasons = [reason('Wrong account', 2, 50)];
  expect(groupReasons({ reasons, weeks: [week(2, 50)] })).toEqual([
    { label: 'Wrong account', count: 2, paidBack: 50 },
  ]);
});
