import { expect, test } from 'vitest';
import { withChosenReason } from './chosen-reason.ts';

test('a reason that is chosen is the reason, and another one takes its place', () => {
  expect(withChosenReason('', '', 'Paid twice.')).toBe('Paid twice.');
  expect(withChosenReason('Paid twice.', 'Paid twice.', 'Wrong card.')).toBe('Wrong card.');
  expect(withChosenReason('Paid twice.', 'Paid twice.', '')).toBe('');
});

test("a person's own words are kept, whatever is chosen and chosen again", () => {
  const first = withChosenReason('As agreed by phone. ', '', 'Paid twice.');
  expect(first).toBe('As agreed by phone.\nPaid twice.');
  const second = withChosenReason(first, 'Paid twice.', 'Wrong card.');
  expect(second).toBe('As agreed by phone.\nWrong card.');
  expect(withChosenReason(second, 'Wrong card.', '')).toBe('As agreed by phone.');
});

test('a chosen reason that was changed by hand is their own', () => {
  expect(withChosenReason('Paid twice, sorry.', 'Paid twice.', 'Wrong card.')).toBe(
    'Paid twice, sorry.\nWrong card.',
  );
});
