import { expect, test } from 'vitest';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import { stationStates } from '#lib/ui/stations.ts';
import { refundStations } from './refund-stations.ts';

const AT: Partial<Record<RefundStatus, string>> = {
  requested: '2026-11-30T15:00:00Z',
  submitting: '2026-11-30T15:00:05Z',
  processing: '2026-11-30T15:00:09Z',
  succeeded: '2026-12-02T03:30:00Z',
};

function stationsOf(status: RefundStatus, passed: readonly RefundStatus[], extra: readonly string[] = []) {
  const events = [
    ...passed.map((one) => ({
      ...{ type: `refund.${one}`, at: AT[one] ?? '2026-12-01T15:00:00Z', data: { status: one } },
    })),
    ...extra.map((type) => ({ type, at: '2026-12-01T15:00:00Z', data: {} })),
  ];
  const refund = {
    ...{ status, requestedAt: '2026-11-30T15:00:00Z' },
    expected: { earliest: '2026-12-01', latest: '2026-12-02' },
  };
  return refundStations(refund, events, 'America/New_York');
}

test('a refund that is on its way is at its third station, with the promise at the fourth', () => {
  const stations = stationsOf('processing', ['requested', 'submitting', 'processing']);
  expect(stations.map(({ label, date, reached }) => [label, date, reached])).toEqual([
    ['Requested', '2026-11-30', true],
    ['Sent', '2026-11-30', true],
    ['On its way', '2026-11-30', true],
    ['Arrived', '2026-12-01', false],
  ]);
  expect(stations[3]?.until).toBe('2026-12-02');
  expect(stationStates(stations, false)).toEqual(['past', 'past', 'here', 'next']);
});

test("a refund that arrived stays there, on the firm's own day", () => {
  const stations = stationsOf('succeeded', ['requested', 'submitting', 'processing', 'succeeded']);
  expect(stations.at(-1)).toMatchObject({ label: 'Arrived', date: '2026-12-01', reached: true });
  expect(stationStates(stations, true)).toEqual(['past', 'past', 'past', 'here']);
});

test('a refund that waits is not shown as sent', () => {
  const stations = stationsOf('awaiting_approval', ['requested', 'awaiting_approval']);
  expect(stationStates(stations, false)).toEqual(['here', 'next', 'ahead', 'ahead']);
});

test('a refund that ended early ends at the station that says how', () => {
  expect(stationsOf('declined', ['requested', 'declined']).map(({ label }) => label)).toEqual([
    'Requested',
    'Declined',
  ]);
  const failed = stationsOf(
    'failed',
    ['requested', 'submitting', 'processing', 'failed'],
    ['refund.returned'],
  );
  expect(failed.map(({ label }) => label)).toEqual(['Requested', 'Sent', 'On its way', 'Returned']);
});
