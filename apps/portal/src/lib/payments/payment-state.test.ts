import { expect, test } from 'vitest';
import type { Payment } from '#lib/api-types.ts';
import { showsStatus, statesOf } from './payment-state.ts';

const NOW = new Date('2026-11-30T17:00:00Z');
const SETTLED = { status: 'settled', disputed: false, respondBy: null, unassigned: false } as const;
const refund = (
  status: NonNullable<Payment['standingRefund']>['status'],
  settledAt: string | null = null,
) => ({
  ...{ id: 'rf_1', status, settledAt },
  requestedAt: '2026-11-27T15:00:00Z',
});
const labels = (payment: Parameters<typeof statesOf>[0]) =>
  statesOf(payment, 'America/New_York', NOW).map(({ label }) => label);

test('a payment that was paid back says so, with the day in the firm’s zone, and no longer that it settled', () => {
  // 2 AM in London, still Saturday in New York.
  const standingRefund = refund('succeeded', '2026-11-29T02:00:00Z');
  expect(labels({ ...SETTLED, standingRefund })).toEqual(['Refunded Nov 28']);
  const lastYear = refund('succeeded', '2025-11-28T15:00:00Z');
  expect(labels({ ...SETTLED, standingRefund: lastYear })).toEqual(['Refunded Nov 28, 2025']);
});

test('a refund on its way says how far it is', () => {
  expect(labels({ ...SETTLED, standingRefund: refund('processing') })).toEqual(['Refund in progress']);
  expect(labels({ ...SETTLED, standingRefund: refund('awaiting_approval') })).toEqual([
    'Refund awaiting approval',
  ]);
  expect(labels({ ...SETTLED, standingRefund: refund('failed') })).toEqual(['Refund failed']);
});

test('a dispute comes first, with its deadline where one is known', () => {
  const disputed = { ...SETTLED, disputed: true, standingRefund: null };
  expect(labels({ ...disputed, respondBy: '2026-12-09T20:00:00Z' })).toEqual(['Disputed, respond by Dec 9']);
  expect(labels({ ...disputed, standingRefund: refund('processing') })).toEqual([
    'Disputed',
    'Refund in progress',
  ]);
});

test('without anything since the status is shown, and a return is never hidden', () => {
  expect(labels({ ...SETTLED, standingRefund: null })).toEqual([]);
  const disputed = statesOf({ ...SETTLED, disputed: true, standingRefund: null }, 'America/New_York', NOW);
  expect(showsStatus({ status: 'settled' }, [])).toBe(true);
  expect(showsStatus({ status: 'settled' }, disputed)).toBe(false);
  expect(showsStatus({ status: 'returned' }, disputed)).toBe(true);
});
