import { expect, test } from 'vitest';
import { changesOf } from './firm-events.ts';

const STANDING = {
  approvalRule: 'always',
  approvalOverAmount: null,
  remindAfterBankDays: [2, 5],
  name: 'Adler',
};

test('a change names each field that differs, with what stood and what stands', () => {
  const wanted = { approvalRule: 'over_amount', approvalOverAmount: 500_00 };
  expect(changesOf(STANDING, wanted)).toEqual({
    approvalRule: { from: 'always', to: 'over_amount' },
    approvalOverAmount: { from: null, to: 500_00 },
  });
});

test('what is asked for and stands already is no change, lists included', () => {
  const wanted = { approvalRule: 'always', approvalOverAmount: null, remindAfterBankDays: [2, 5] };
  expect(changesOf(STANDING, wanted)).toEqual({});
  expect(changesOf(STANDING, { remindAfterBankDays: [5, 2] })).toEqual({
    remindAfterBankDays: { from: [2, 5], to: [5, 2] },
  });
});

test('what was never set stood as null', () => {
  expect(changesOf({}, { stepUpOverAmount: 100 })).toEqual({ stepUpOverAmount: { from: null, to: 100 } });
});
