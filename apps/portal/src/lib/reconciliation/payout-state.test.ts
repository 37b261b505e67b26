import { expect, test } from 'vitest';
import { payoutState } from './payout-state.ts';

const AT = '2026-02-02T12:00:00Z';

test.each([
  ['pending', { status: 'pending', unexplained: 634_00, bookedAt: null }],
  ['booked', { status: 'paid', unexplained: 0, bookedAt: AT }],
  ['unexplained', { status: 'paid', unexplained: 100_00, bookedAt: null }],
  ['failed', { status: 'failed', unexplained: 0, bookedAt: AT }],
] as const)('a payout is %s', (state, payout) => {
  expect(payoutState(payout)).toBe(state);
});
