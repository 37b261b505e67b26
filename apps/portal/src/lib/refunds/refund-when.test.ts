import { expect, test } from 'vitest';
import type { Refund } from '#lib/api-types.ts';
import { whenOf } from './refund-when.ts';

// Only what the column needs.
const refund = (facts: Partial<Refund>) =>
  ({
    expected: { earliest: '2026-12-01', latest: '2026-12-02' },
    settledAt: null,
    closedAt: null,
    ...facts,
  }) as Refund;

test('a refund on its way says when it is expected', () => {
  expect(whenOf(refund({ status: 'processing' }))).toEqual({ label: 'Expected by', date: '2026-12-02' });
  expect(whenOf(refund({ status: 'awaiting_approval' })).label).toBe('Expected by');
});

test.each(['failed', 'rejected', 'declined', 'canceled'] as const)(
  'one that was %s promises no day',
  (status) => {
    const closedAt = '2026-11-28T15:00:00Z';
    expect(whenOf(refund({ status, closedAt }))).toEqual({ label: 'Ended', at: closedAt });
  },
);

test('one that was paid out says when', () => {
  const settledAt = '2026-11-28T15:00:00Z';
  expect(whenOf(refund({ status: 'succeeded', settledAt }))).toEqual({ label: 'Paid out', at: settledAt });
});
